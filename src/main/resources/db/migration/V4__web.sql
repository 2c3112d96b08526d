-- Who is signed in at the portal.

create table portal_session (
    token_hash bytea primary key,                        -- of what the browser's cookie holds: who reads this table signs in nowhere
    address    text not null,                            -- proved by a code; the customer is who has it at the moment
    started_at timestamptz not null,
    seen_at    timestamptz not null                      -- when the customer last did something
) with (fillfactor = 80);
