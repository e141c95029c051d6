-- A past of so many conversations and events, so that plans and indexes are those of a table in use.
insert into conversation (town_id, citizen_id, turn_no, language)
select 'hoshimi', 'Upast' || lpad(i::text, 28, '0'), 9, 'ja' from generate_series(1, :conversations) i;
insert into inbox (town_id, event_id, citizen_id, source, occurred_at, received_at, payload, done_at)
select 'hoshimi', '01PAST' || lpad(i::text, 20, '0'), 'Upast' || lpad((i % :conversations + 1)::text, 28, '0'), 'line', at, at, '', at
  from generate_series(1, :events) i, lateral (select now() - interval '30 days' * (1 - i::float / :events) as at) t;
insert into outbox (town_id, outbox_id, citizen_id, lane, kind, body, created_at, seq, due_at, attempts, sent_at, request_id)
select 'hoshimi', gen_random_uuid(), 'Upast' || lpad((i % :conversations + 1)::text, 28, '0'), 1, 'line.messages', '', at, i, at, 1, at, 'past'
  from generate_series(1, :events) i, lateral (select now() - interval '30 days' * (1 - i::float / :events) as at) t;
vacuum analyze;
