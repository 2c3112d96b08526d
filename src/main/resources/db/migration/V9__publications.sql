-- What is to leave for a broker: events and dead letters. A row is there until the broker has it.
create table publication (
    id          bigint generated always as identity,
    destination text not null,                            -- jms:queue:NAME, jms:topic:NAME or kafka:TOPIC
    key         text not null,                            -- what has the same one keeps its order; of an event the customer's id
    type        text,                                     -- of an event, whose body is its data as the tables have them; null: goes as it is
    headers     jsonb,
    body        text not null,
    at          timestamptz not null default clock_timestamp(),
    primary key (destination, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000); -- rows come and go: what is gone must not be read again
