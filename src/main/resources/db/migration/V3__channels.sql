-- Channels beside SMS: how far a sender is believed, where a channel goes on with a thread, what may be chosen, and sessions in
-- which the customer waits for the answer.

alter table message add column trust  text;              -- in: CLAIMED or VERIFIED; null: IDENTIFIED
alter table message add column thread text;              -- what the channel needs to go on in the same thread, in its own form
alter table message add column menu   jsonb;             -- out: what the customer may choose, for keys, buttons and links

alter table conversation add column thread text;

-- a session in which the customer waits for each answer: by USSD, by telephone
create table live_session (
    channel          text not null,
    provider_id      text not null,                      -- the provider's name for it
    customer_address text not null,
    company_address  text not null,
    step             text not null,                      -- what was asked last: all inputs so far, or the number of the request
    page             integer not null default 0,
    shown            jsonb not null,                     -- what the customer sees: texts and menu, the same when asked for again
    started_at       timestamptz not null,
    seen_at          timestamptz not null,
    ended_at         timestamptz,
    primary key (channel, provider_id)
);
create index live_session_seen on live_session using brin (seen_at);
