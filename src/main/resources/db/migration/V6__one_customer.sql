-- One customer with addresses on several channels. Whoever turns out to be the same person stays a row of their own, for the history and
-- for the day on which the link is undone; their addresses are the other one's until then.

alter table customer
    add column same_as           bigint,                        -- the customer who has their addresses now
    add column linked            boolean not null default false, -- others are this customer: their turns run one after another
    add column preferred_channel text;                          -- on which they want to hear from the company
create index customer_same_as on customer (same_as) where same_as is not null;

-- who linked what, when and why, and who undid it
create table customer_link (
    id              bigint primary key,
    request         text unique,                                -- the same request links once
    customer_id     bigint not null,                            -- who asked, and keeps the addresses
    address         text not null,                              -- that is to be theirs, with all of its customer
    who             text not null,                              -- customer, back-office, or the employee
    why             text not null,
    at              timestamptz not null,
    state           text not null,                              -- WANTED | DONE | UNDONE
    kept_id         bigint,                                     -- set when it is done: what an undo gives back
    other_id        bigint,
    customers       bigint[],
    addresses       text[],
    kept_opted_out  boolean,
    kept_in_review  boolean,
    other_opted_out boolean,
    other_in_review boolean,
    done_at         timestamptz,
    undone_at       timestamptz,
    undone_by       text,
    undone_why      text
);
create index customer_link_wanted on customer_link (id) where state = 'WANTED';
create index customer_link_kept on customer_link (kept_id);
