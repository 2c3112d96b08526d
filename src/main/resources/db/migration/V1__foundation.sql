-- The foundation: customers, messages both ways, consent, what waits and what could not be read.
-- Ids are made by the hub and rise with time (store/Ids), so tables are partitioned by id and a month is dropped as a whole.
-- No foreign keys on the hot tables: each would cost a look-up a row, and only the hub writes here.

create table customer (
    id         bigint primary key,
    language   text,                                -- learned from the keyword used, or chosen; null: the company's default
    opted_out  boolean not null default false,      -- the outcome of the consent ledger, for the check at send time
    in_review  boolean not null default false,      -- a possible opt-out waits for a person: nothing but replies goes out
    created_at timestamptz not null default now()
);

create table address (
    value         text primary key,                 -- E.164 with a leading plus for telephones
    customer_id   bigint not null,
    sms_reference integer not null default 0        -- last 16-bit concatenation reference used to this destination
);
create index address_customer on address (customer_id);

-- fillfactor: a message changes its state once or twice, and finds room for it on its own page (HOT, no index written)
create table message (
    id               bigint not null,
    customer_id      bigint not null,
    inbound          boolean not null,
    channel          text not null,
    connection       text,
    customer_address text not null,
    company_address  text not null,
    text             text not null,
    state            text not null,                 -- in: RECEIVED WAITING | ANSWERED IGNORED DEAD
                                                    -- out: QUEUED SENDING | SENT DELIVERED FAILED UNCERTAIN EXPIRED OPTED_OUT DEAD
    reason           text,                          -- why, for every state that is not the good one
    at               timestamptz not null,
    session          bigint,                        -- in: the provider's session that carried it
    fingerprint      bigint,                        -- in: hash of source, destination and payload
    handled_by       text,                          -- in: the route that handled it
    answers          bigint,                        -- out: the message that it answers
    category         text,                          -- out: reply, notice, ...
    attempts         integer not null default 0,
    due_at           timestamptz,                   -- while it waits for a time: the next attempt, the deadline
    expires_at       timestamptz,
    primary key (id)
) partition by range (id);
create index message_customer on message (customer_id, id);
create index message_due on message (due_at) where due_at is not null;

-- one row for each part that a provider has accepted
create table part (
    message_id  bigint not null,
    number      smallint not null,
    total       smallint not null,
    reference   integer not null,
    connection  text not null,
    provider_id text,
    state       text not null,                      -- SENT, then what its receipt says
    error       text,
    receipt     text,
    at          timestamptz not null,
    primary key (message_id, number)
) partition by range (message_id);
create index part_provider on part (provider_id);

-- receipts that came before the response to their submit, or for an id that nobody knows
create table orphan_receipt (
    id               bigint primary key,
    connection       text not null,
    provider_id      text not null,
    customer_address text,
    state            text not null,
    error            text,
    receipt          text,
    at               timestamptz not null
);
create index orphan_receipt_provider on orphan_receipt (provider_id);

-- parts of messages that are not complete yet; kept for a day afterwards, to know a part that is sent again
create table incoming_part (
    id               bigint primary key,
    message_id       bigint,                        -- set when the message is put together
    channel          text not null,
    connection       text not null,
    session          bigint not null,
    customer_address text not null,
    company_address  text not null,
    reference        integer not null,
    total            smallint not null,
    number           smallint not null,
    text             bytea not null,                -- UTF-16, for it may end with half a character
    answerable       boolean not null,
    fingerprint      bigint not null,
    at               timestamptz not null
);
create index incoming_part_group on incoming_part (customer_address, company_address, reference);
create index incoming_part_open on incoming_part (at) where message_id is null;

create table quarantine (
    id         bigint primary key,
    channel    text not null,
    connection text not null,
    raw        bytea not null,
    reason     text not null,
    at         timestamptz not null
);

-- what a turn has done before it was parked: replayed, not repeated, when it goes on
create table journal (
    message_id bigint not null,
    step       integer not null,
    kind       text not null,                       -- reply, consent, call and the operation
    result     jsonb,                               -- null while it is waited for
    at         timestamptz not null default now(),
    primary key (message_id, step)
);

-- append-only; the evidence for every change
create table consent (
    id          bigint primary key,
    customer_id bigint not null,
    action      text not null,                      -- OPT_OUT, OPT_IN, POSSIBLE_OPT_OUT
    topic       text not null,                      -- * is all
    channel     text not null,
    words       text not null,
    rule        text not null,
    message_id  bigint not null,
    at          timestamptz not null
);
create index consent_customer on consent (customer_id, id);

-- one row a hub: every message below low_water that does not wait for a time is in a final state
create table hub (
    number    smallint primary key,
    low_water bigint not null,
    seen_at   timestamptz not null
);
