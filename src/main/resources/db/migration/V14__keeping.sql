-- What is kept, and for how long: data that went by its age, and customers who were erased.

-- how far each kind of data has been let go of by its age
create table retention (
    kind    text primary key,                           -- messages, texts, conversations, ...
    done_to bigint not null,                            -- what lies below this id need not be looked at again
    removed bigint not null,                            -- in all
    at      timestamptz not null                        -- when something went last
);

-- whose data are gone: the row stays, and names nobody; what crossed with the erasure is found by it
alter table customer add column erased_at timestamptz;
create index customer_erased on customer (erased_at) where erased_at is not null;

-- what is kept of an erased address: enough to know it again when it writes, so that STOP stays STOP, and the evidence for that
create table erased_address (
    hash      bytea primary key,                        -- keyed; the key lies beside the database
    opted_out boolean not null,
    evidence  jsonb not null,                           -- the consent ledger without the customer's words
    at        timestamptz not null
);

-- the reports of erasures, which name nobody
create table erasure (
    id     bigint generated always as identity primary key,
    at     timestamptz not null,
    who    text not null,                               -- the employee
    why    text not null,
    report jsonb not null                               -- rows by table, and what is kept
);
