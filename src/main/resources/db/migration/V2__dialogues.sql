-- Conversations that wait for a person or a slow system, and the work list.

alter table customer
    add column asked_until  timestamptz,                      -- until then a message may be the answer to a question, open or lately expired
    add column asked_secret boolean not null default false;   -- a PIN is asked for: what comes is sealed before it is stored

alter table message add column conversation_id bigint;        -- the conversation it belongs to, if there is one

-- a route that waits; most messages never need one. No partitions: a conversation is found by its id, its customer or its due time
create table conversation (
    id               bigint primary key,                      -- that of the message it began with, or one of its own
    customer_id      bigint not null,
    route            text not null,                           -- the route's id
    name             text,                                    -- of the dialogue, if an event began it
    key              text,                                    -- an event with the same name and key begins nothing again
    channel          text not null,
    customer_address text not null,
    company_address  text not null,
    body             jsonb not null,                          -- what the route began with
    state            text not null,                           -- STARTING ASKED CALLING HANDED | ENDED FAILED STOPPED
    reason           text,
    question         jsonb,                                   -- while an answer to it would be recognised
    deadline         timestamptz,                             -- when what it waits for is given up
    due_at           timestamptz,                             -- the next time something is to be done: reminder, deadline, result
    claimed_by       smallint,                                -- the hub that does it
    claimed_until    timestamptz,
    version          integer not null,                        -- counts its turns: two can never both take effect
    started_at       timestamptz not null,
    ended_at         timestamptz
) with (fillfactor = 80);
create index conversation_due on conversation (due_at) where due_at is not null;
create index conversation_calling on conversation (id) where state = 'CALLING';
create index conversation_question on conversation (customer_id, id) where question is not null;
create index conversation_customer on conversation (customer_id, id);
create unique index conversation_key on conversation (name, key) where key is not null;

-- the journal belongs to a conversation now; that of a command is the message it began with
alter table journal rename column message_id to conversation_id;
create index journal_at on journal using brin (at);

-- what an employee has to settle
create table work_item (
    id              bigint primary key,
    queue           text not null,
    reason          text not null,
    customer_id     bigint not null,
    conversation_id bigint,
    message_id      bigint,                                   -- the message that led to it
    state           text not null,                            -- OPEN CLAIMED | CLOSED
    claimed_by      text,
    claimed_at      timestamptz,
    opened_at       timestamptz not null,
    closed_at       timestamptz,
    outcome         text                                      -- answered, handed-back, opted-out, closed
) with (fillfactor = 80);
create index work_item_open on work_item (queue, id) where state <> 'CLOSED';
create index work_item_customer on work_item (customer_id, id);
-- of what has no conversation, a customer has one open item a queue: what comes on top is in the history
create unique index work_item_once on work_item (customer_id, queue) where state <> 'CLOSED' and conversation_id is null;
create unique index work_item_conversation on work_item (conversation_id) where state <> 'CLOSED' and conversation_id is not null;

-- who did what to an item
create table work_event (
    id      bigint primary key,
    item_id bigint not null,
    at      timestamptz not null,
    who     text not null,
    action  text not null,                                    -- opened, claimed, released, answered, handed-back, noted, closed
    note    text
);
create index work_event_item on work_event (item_id, id);

-- turns that were parked before conversations existed run again: their journal and the keys of their calls are the same
update hub set low_water = least(low_water, (select min(id) from message where inbound and state = 'WAITING'));
update message set state = 'RECEIVED', due_at = null where inbound and state = 'WAITING';
