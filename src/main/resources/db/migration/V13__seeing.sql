-- What operators see: what a message cost and why it waited, and which of them looked at what customers wrote.

alter table part add column sent_at timestamptz;             -- when the provider accepted it; "at" changes with its receipt

-- why a message left later than it could have, one row a reason; most messages have none
create table delay (
    message_id bigint not null,
    reason     text not null,                                -- throttled, not connected, tried again
    times      integer not null,
    since      timestamptz not null,
    until      timestamptz not null,
    primary key (message_id, reason)
) partition by range (message_id);

-- who looked at what customers wrote; whoever can write here can only add
create table audit (
    id     bigint not null,
    at     timestamptz not null default now(),
    who    text not null,
    action text not null,                                    -- messages.search, messages.show, messages.export
    what   jsonb not null,
    primary key (id)
) partition by range (id);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;
create trigger audit_is_append_only before update or delete on audit for each row execute function refuse_change();

-- the parts that a text takes as SMS: 160 septets in one, 153 in each of several; 70 and 67 in UTF-16 where a character is not in
-- the alphabet of GSM 03.38. What is sealed was short
create function sms_segments(words text) returns integer language sql immutable as $$
    select case
        when words like 'sealed:%' then 1
        when translate(words, E'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&''()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿'
                || 'abcdefghijklmnopqrstuvwxyzäöñüà^{}[]~|€\', '') = ''
            then case when septets <= 160 then 1 else ceil(septets / 153.0)::integer end
        else case when units <= 70 then 1 else ceil(units / 67.0)::integer end
    end
    from (select 2 * char_length(words) - char_length(translate(words, '^{}[]~|€\', '')) as septets,
        char_length(words) + char_length(regexp_replace(words, '[\u0001-\uFFFF]', '', 'g')) as units) as length
$$;
