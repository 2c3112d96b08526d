-- Messages that others asked for by Kannel's sendsms: one row where the caller has a key or wants reports.
create table sendsms (
    message_id bigint primary key,
    account    text not null,
    key        text,                                     -- the caller's: an order that comes again is stored once
    mask       smallint not null,                        -- the kinds of reports that are wanted, as Kannel counts them; 0: none
    url        text,                                     -- where they go, with Kannel's escapes
    escapes    jsonb not null,                           -- what the caller wants back in them
    told       smallint not null default 0,              -- the kinds that were reported
    failures   smallint not null default 0,              -- of the last one
    due_at     timestamptz,                              -- when to look at the message again
    unique (account, key)
);
create index sendsms_due on sendsms (due_at) where due_at is not null;
