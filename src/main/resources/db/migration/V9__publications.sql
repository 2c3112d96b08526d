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

-- What the triggers below write while events are on: then there is one row, and else there are no triggers (store/CaptureSql).
create table event_capture (
    destination text not null,
    types       text[] not null,                          -- as message or message.sent; none: all
    texts       boolean not null,                         -- whether what customers and employees wrote goes with them
    stopped_at  timestamptz                               -- since then nothing is written: too much waits for the broker
);

-- The state after which an event is named. To the outside, what is being sent is still queued.
create function event_state(state text) returns text language sql immutable
return case state when 'SENDING' then 'queued' else lower(replace(state, '_', '-')) end;

-- Where an event of this kind goes; nowhere if it is not wanted.
create function captured(kind text, state text) returns table (destination text, type text, texts boolean) stable language sql
begin atomic
    select c.destination, kind || '.' || event_state(state), c.texts from event_capture c
    where c.stopped_at is null and (c.types = '{}' or kind = any (c.types) or kind || '.' || event_state(state) = any (c.types));
end;

-- The data of an event names each field that leaves; what is not named stays. Ids are numbers here, and get their short form on the way out.

create function message_event(m message, texts boolean) returns json stable language sql
return json_strip_nulls(json_build_object('message', m.id, 'customer', m.customer_id, 'direction', case when m.inbound then 'in' else 'out' end,
    'channel', m.channel, 'connection', m.connection, 'address', m.customer_address, 'companyAddress', m.company_address,
    'state', case m.state when 'SENDING' then 'QUEUED' else m.state end,
    'reason', m.reason, 'route', m.handled_by, 'answers', m.answers, 'conversation', m.conversation_id, 'category', m.category,
    'attempts', case when not m.inbound then m.attempts end, 'text', case when texts then left(m.text, 100000) end));

create function part_event(p part, customer bigint) returns json stable language sql
return json_strip_nulls(json_build_object('message', p.message_id, 'customer', customer, 'number', p.number, 'total', p.total,
    'connection', p.connection, 'providerId', p.provider_id, 'state', p.state, 'error', p.error));

create function conversation_event(c conversation) returns json stable language sql
return json_strip_nulls(json_build_object('conversation', c.id, 'customer', c.customer_id, 'route', c.route, 'dialogue', c.name, 'key', c.key,
    'channel', c.channel, 'address', c.customer_address, 'state', c.state, 'reason', c.reason, 'question', c.question ->> 'text'));

create function consent_event(c consent, texts boolean) returns json stable language sql
return json_strip_nulls(json_build_object('consent', c.id, 'customer', c.customer_id, 'action', c.action, 'topic', c.topic,
    'channel', c.channel, 'rule', c.rule, 'message', c.message_id, 'text', case when texts then left(c.words, 100000) end));

create function link_event(l customer_link, texts boolean) returns json stable language sql
return json_strip_nulls(json_build_object('link', l.id, 'customer', coalesce(l.kept_id, l.customer_id), 'other', l.other_id,
    'address', l.address, 'state', l.state, 'by', coalesce(l.undone_by, l.who),
    'text', case when texts then left(coalesce(l.undone_why, l.why), 100000) end));

create function work_item_event(w work_item) returns json stable language sql
return json_strip_nulls(json_build_object('item', w.id, 'customer', w.customer_id, 'queue', w.queue, 'reason', w.reason,
    'message', w.message_id, 'conversation', w.conversation_id, 'state', w.state, 'claimedBy', w.claimed_by, 'outcome', w.outcome));

-- The triggers fire once a statement: fresh is what it wrote, was the same rows before.

create function capture_message() returns trigger language plpgsql as $$
declare
    changed message[];
begin
    if tg_op = 'INSERT' then
        changed := array(select row (n.*)::message from fresh n);
    else
        changed := array(select row (n.*)::message from fresh n join was using (id) where event_state(n.state) <> event_state(was.state));
    end if;
    insert into publication (destination, key, type, body)
    select c.destination, m.customer_id, c.type, message_event(m, c.texts)
    from unnest(changed) m, captured('message', m.state) c order by m.id;
    return null;
end $$;

create function capture_part() returns trigger language plpgsql as $$
declare
    changed part[];
begin
    if tg_op = 'INSERT' then
        changed := array(select row (n.*)::part from fresh n);
    else
        changed := array(select row (n.*)::part from fresh n join was using (message_id, number) where n.state <> was.state);
    end if;
    insert into publication (destination, key, type, body)
    select c.destination, m.customer_id, c.type, part_event(p, m.customer_id)
    from unnest(changed) p join message m on m.id = p.message_id, captured('part', p.state) c order by p.message_id, p.number;
    return null;
end $$;

create function capture_conversation() returns trigger language plpgsql as $$
declare
    changed conversation[];
begin
    if tg_op = 'INSERT' then
        changed := array(select row (n.*)::conversation from fresh n);
    else
        changed := array(select row (n.*)::conversation from fresh n join was using (id) where n.state <> was.state
            or n.state = 'ASKED' and n.question ->> 'text' is distinct from was.question ->> 'text'); -- from one question to the next
    end if;
    insert into publication (destination, key, type, body)
    select c.destination, o.customer_id, c.type, conversation_event(o)
    from unnest(changed) o, captured('conversation', o.state) c order by o.id;
    return null;
end $$;

create function capture_consent() returns trigger language plpgsql as $$
begin
    insert into publication (destination, key, type, body)
    select c.destination, n.customer_id, c.type, consent_event(row (n.*)::consent, c.texts)
    from fresh n, captured('consent', n.action) c order by n.id;
    return null;
end $$;

create function capture_customer_link() returns trigger language plpgsql as $$
declare
    changed customer_link[];
begin
    if tg_op = 'INSERT' then
        changed := array(select row (n.*)::customer_link from fresh n);
    else
        changed := array(select row (n.*)::customer_link from fresh n join was using (id) where n.state <> was.state);
    end if;
    insert into publication (destination, key, type, body)
    select c.destination, coalesce(l.kept_id, l.customer_id), c.type, link_event(l, c.texts)
    from unnest(changed) l, captured('link', l.state) c order by l.id;
    return null;
end $$;

create function capture_work_item() returns trigger language plpgsql as $$
declare
    changed work_item[];
begin
    if tg_op = 'INSERT' then
        changed := array(select row (n.*)::work_item from fresh n);
    else
        changed := array(select row (n.*)::work_item from fresh n join was using (id) where n.state <> was.state);
    end if;
    insert into publication (destination, key, type, body)
    select c.destination, w.customer_id, c.type, work_item_event(w) from unnest(changed) w, captured('work-item', w.state) c order by w.id;
    return null;
end $$;
