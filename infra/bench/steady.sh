#!/usr/bin/env bash
# Whether what is deleted page by page leaves tables and indexes that do not grow: many days of traffic, of which the last few are kept.
set -euo pipefail
usage() {
  cat <<'T'
infra/bench/steady.sh [--days N] [--kept N] [--events N]

Lets DAYS (20) days pass with EVENTS (200000) events each, deletes what is older than KEPT (5) days with the product's own statements, and lets the vacuum
come by once a day. Each line is the size of a table with its indexes, in MB. All on this machine, in a database that is removed at the end.
T
}
days=20 kept=5 events=200000
while [ $# -gt 0 ]; do
  case "$1" in
    --help|-h) usage; exit 0 ;;
    --days) days=$2; shift 2 ;;
    --kept) kept=$2; shift 2 ;;
    --events) events=$2; shift 2 ;;
    *) usage >&2; exit 2 ;;
  esac
done
. "$(dirname "${BASH_SOURCE[0]}")/ground.sh"
ground_programs
ground_database
ground_settings http://127.0.0.1:9 http://127.0.0.1:9
ground_prepare
sql() { "$PG/psql" -h 127.0.0.1 -p "$db_port" -U postgres -d linebot -qAtX -v ON_ERROR_STOP=1 "$@"; }
# The product's own statement, with numbers for its parameters.
forget() {
  sed -n '/Task<int> Forget(/,/""";/p' "$root/Bot.Infrastructure/$1" | sed -n '/"""/,/"""/p' | sed '1d;$d' \
    | sed "s/@town/'hoshimi'/g; s/@before/timestamptz '2026-01-01' + interval '$2 days'/g; s/@page/1000/g"
}
sizes() {
  sql -c "select string_agg(t || ' ' || pg_table_size(t) / 1048576 || ' + ' || pg_indexes_size(t) / 1048576, '   ' order by t) from unnest(array['inbox', 'outbox']::regclass[]) t"
}
sql -c "alter table inbox set (autovacuum_enabled = off); alter table outbox set (autovacuum_enabled = off)"
for day in $(seq 1 "$days"); do
  sql -v day="$day" -v events="$events" <<'S'
insert into inbox (town_id, event_id, citizen_id, source, occurred_at, received_at, payload, done_at)
select 'hoshimi', '01' || lpad(:day::text, 4, '0') || lpad(i::text, 20, '0'), 'Upast' || lpad((i % 5000)::text, 28, '0'), 'line', at, at, '', at
  from generate_series(1, :events) i, lateral (select timestamptz '2026-01-01' + interval '1 day' * (:day + i::float / :events) as at) t;
insert into outbox (town_id, outbox_id, citizen_id, lane, kind, body, created_at, seq, due_at, attempts, sent_at, request_id)
select 'hoshimi', gen_random_uuid(), 'Upast' || lpad((i % 5000)::text, 28, '0'), 1, 'line.messages', '', at, :day * 10000000 + i, at, 1, at, 'past'
  from generate_series(1, :events) i, lateral (select timestamptz '2026-01-01' + interval '1 day' * (:day + i::float / :events) as at) t;
S
  if [ "$day" -gt "$kept" ]; then
    for table in Inbox/InboxTable.cs Outbox/OutboxTable.cs; do
      statement=$(forget "$table" $((day - kept + 1)))
      began=$SECONDS
      sql -c "do \$\$ declare n int; begin loop $statement; get diagnostics n = row_count; commit; exit when n < 1000; end loop; end \$\$"
      deleted="${deleted:-}   ${table%%/*}: deleted in $((SECONDS - began)) s"
    done
  fi
  sql -c "vacuum (analyze) inbox" -c "vacuum (analyze) outbox"
  printf 'day %2d   %s%s\n' "$day" "$(sizes)" "${deleted:-}"
  deleted=
done
