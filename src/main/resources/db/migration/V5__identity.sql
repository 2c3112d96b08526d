-- Who a customer is: one-time codes that prove it.

create table one_time_code (
    id         bigint primary key,
    request    text unique,                         -- the same request makes no second code
    address    text not null,
    purpose    text not null,                       -- what it is good for, and nothing else
    requester  text,                                -- on whose behalf, an IP address for example
    prefix     text,                                -- the number without its last four digits
    salt       bytea not null,
    hash       bytea not null,                      -- keyed: the key lies beside the database, as that of sealed texts
    at         timestamptz not null,
    expires_at timestamptz not null,
    tries      integer not null default 0,
    used_at    timestamptz,
    used_by    text                                 -- who is asked again whether it was right gets the same answer
);
create index one_time_code_at on one_time_code (at);
create index one_time_code_address on one_time_code (address, purpose, id);
