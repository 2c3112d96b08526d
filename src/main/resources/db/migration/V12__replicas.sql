-- Many hubs on one database. Each has a row of its own and a lease on it; all customers are in 256 buckets, and a customer's turns
-- and messages are the business of the hub that owns the bucket.

alter table hub
    add column epoch       integer not null default 0,  -- which of its lives; another hub that takes over ends it by raising this
    add column home        uuid,                        -- of its data.directory: who comes back with it has this number again
    add column name        text,                        -- the machine, for people
    add column lease_until timestamptz,                 -- alive until then, by this clock; null: it left in order, or is buried
    add column buried_at   timestamptz,                 -- others have taken over, and it has not come back
    add column key_check   bytea,                       -- tells whether its key is that of the others, and nothing of the key
    add column draining    boolean not null default false, -- about to leave: nobody gives it anything any more
    add column sessions    bigint[] not null default '{}'; -- of its providers that are open: what they carried does not come again

create table bucket (
    number    smallint primary key,
    owner     smallint,                             -- the hub; null: nobody's, for the next one that starts
    wanted_by smallint,                             -- the hub that asks for it
    mark      bigint                                -- the owner looks from this id on for what was left open, then clears it
);
insert into bucket (number) select generate_series(0, 255);

-- the low bits of an id count within a millisecond, those from 22 on count milliseconds (store/Ids)
create function bucket_of(customer bigint) returns integer language sql immutable
    return ((customer # (customer >> 22)) & 255)::integer;

-- the customer who has the addresses of this one: mostly they themselves
create function root_of(customer bigint) returns bigint language sql stable
    return coalesce((select same_as from customer where id = $1), $1);
