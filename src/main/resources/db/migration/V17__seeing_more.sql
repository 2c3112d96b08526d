-- What operators see besides: what was called and how long that took; the trace of a part; and less of what they looked for.

alter table message add column calls text;                   -- in: what its turn called and what came of it, as JSON (store/Call); of a
                                                             -- conversation that is kept the journal tells it
alter table journal add column answered_at timestamptz;      -- when the result came, if the step was waited for

-- what an operator looked for in texts may be a customer's words: only how many
alter table audit disable trigger audit_is_append_only;
update audit set what = what || jsonb_strip_nulls(jsonb_build_object('words', case when jsonb_typeof(what -> 'words') = 'array'
    then jsonb_array_length(what -> 'words') end, 'keyword', case when jsonb_typeof(what -> 'keyword') = 'string' then true end))
where jsonb_typeof(what -> 'words') = 'array' or jsonb_typeof(what -> 'keyword') = 'string';
alter table audit enable trigger audit_is_append_only;

-- with the message or conversation with which the trace of a part began; it does not leave (publish/CloudEvents)
create function part_event(p part, customer bigint, root bigint) returns json stable language sql
return json_strip_nulls(json_build_object('message', p.message_id, 'customer', customer, 'number', p.number, 'total', p.total,
    'connection', p.connection, 'providerId', p.provider_id, 'state', p.state, 'error', p.error, 'root', root));

create or replace function capture_part() returns trigger language plpgsql as $$
declare
    changed part[];
begin
    if tg_op = 'INSERT' then
        changed := array(select row (n.*)::part from fresh n);
    else
        changed := array(select row (n.*)::part from fresh n join was using (message_id, number) where n.state <> was.state);
    end if;
    insert into publication (destination, key, type, body)
    select c.destination, m.customer_id, c.type, part_event(p, m.customer_id, coalesce(m.conversation_id, m.answers, m.id))
    from unnest(changed) p join message m on m.id = p.message_id, captured('part', p.state) c order by p.message_id, p.number;
    return null;
end $$;

drop function part_event(part, bigint);
