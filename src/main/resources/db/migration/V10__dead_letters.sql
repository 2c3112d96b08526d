-- What could not be handled: one row for each piece of work that an operator may mend, replay or drop.

create table dead_letter (
    id          bigint primary key,                 -- that of the message, conversation or quarantined arrival; else one of its own
    kind        text not null,                      -- OUTGOING MESSAGE CONVERSATION CALL EVENT REPLY REQUEST QUARANTINE
    state       text not null,                      -- OPEN REPLAYING | REPLAYED DROPPED
    reason      text not null,                      -- why it died last
    attempts    integer not null,                   -- how often it was tried, in all
    customer_id bigint,
    source      text unique,                        -- the broker's name for it: what comes again after a crash is one letter all the same
    origin      text,                               -- the queue or topic where it came from
    payload     text,                               -- sealed: what came and is kept nowhere else, or what it is to be instead
    edited      boolean not null default false,
    announced   boolean not null default false,     -- whether the broker was told, since it died last
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    replay_id   bigint,                             -- by which it is being replayed, or was
    due_at      timestamptz,                        -- not before this, where quiet hours are in the way
    handed_at   timestamptz                         -- when the replay gave it back to the hub
) with (fillfactor = 80);
create index dead_letter_open on dead_letter (kind, id) where state in ('OPEN', 'REPLAYING');
create index dead_letter_news on dead_letter (id) where not announced;
create index dead_letter_going on dead_letter (replay_id, id) where state = 'REPLAYING';
create index dead_letter_customer on dead_letter (customer_id) where customer_id is not null;

-- who did what to it; append-only
create table dead_letter_event (
    id        bigint generated always as identity primary key,
    letter_id bigint not null,
    at        timestamptz not null default now(),
    who       text not null,
    action    text not null,                        -- died, edited, replay, handed, postponed, refused, replayed, dropped
    note      text
);
create index dead_letter_event_letter on dead_letter_event (letter_id, id);

-- an order to replay; how fast it goes is kept here, so that a restart makes no burst of it
create table dead_letter_replay (
    id          bigint primary key,
    who         text not null,
    why         text,
    rate        double precision not null,          -- letters a second
    even_if_old boolean not null,
    at          timestamptz not null,
    paced_at    timestamptz not null                -- up to here its rate is used up
);
