-- Addresses that nobody has any more, and what is to be known of messages when their texts are gone.

-- what providers refused because they know no such address; a row stays when somebody is there again, and means nothing then (the view below)
create table refused_address (
    address      text primary key,
    channel      text not null,
    times        integer not null,                  -- in a row; 0 while so many are refused that the provider is to blame
    code         text not null,                     -- the provider's, the last time
    first_at     timestamptz not null,              -- of those that count
    last_at      timestamptz not null,
    last_message bigint not null,                   -- which was refused last; what was written or sent after that has a higher id
    gone_at      timestamptz                        -- since then nothing goes there that the company says first
);
create index refused_address_lately on refused_address (channel, last_at);

-- Whether somebody wrote from an address, or had something delivered there, after this message. In plpgsql, for that is planned only where it is
-- called: not with each statement that may have to ask.
create function is_somebody_at(whose text, after bigint) returns boolean stable language plpgsql as $$
begin
    return exists (select from address a join customer c on c.id = a.customer_id or c.same_as = a.customer_id join message m on m.customer_id = c.id
        where a.value = whose and m.id > after and m.customer_address = whose and (m.inbound or m.state = 'DELIVERED'));
end $$;

-- who is gone: looked up where it matters, so that no message pays for it
create view gone_address as
select * from refused_address where gone_at is not null and not is_somebody_at(address, last_message);

-- of a customer's SMS whose text is gone: of how many parts it was, for what it cost
alter table message add column segments smallint;
