# Sourced by scripts/bench: the private PostgreSQL of the bench, durable as in production, and the bot's settings on it.

pg_port=${BENCH_PG_PORT:-54329} api_port=$(free_port "${BENCH_API_PORT:-18080}") target_port=$(free_port "${BENCH_TARGET_PORT:-18090}")
secret=bench-secret

sql() { "$PG/psql" -h 127.0.0.1 -p "$pg_port" -U bench -qAtX -v ON_ERROR_STOP=1 "$@"; }

start_server() {
  cluster="$work/pg"
  if [ "$(id -u)" = 0 ] && ! runuser -u postgres -- test -x "$work"; then
    cluster="/var/lib/postgresql/linebot-bench-$(printf '%s' "$root" | cksum | cut -d' ' -f1)"
  fi
  if [ ! -s "$cluster/PG_VERSION" ]; then
    rm -rf "$cluster"; mkdir -p "$cluster"
    if [ "$(id -u)" = 0 ]; then chown postgres "$cluster"; fi
    as_server "$PG/initdb" -D "$cluster" -U bench -A trust -E UTF8 --locale=C.UTF-8 >"$work/initdb.log" 2>&1 || { tail -n 20 "$work/initdb.log" >&2; fail "initdb failed"; }
    as_server tee -a "$cluster/postgresql.conf" >/dev/null <<C
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 1GB
max_wal_size = 8GB
checkpoint_timeout = 30min
jit = off
synchronous_commit = on
fsync = on
full_page_writes = on
C
  fi
  # One that an earlier run left behind may have other settings.
  as_server "$PG/pg_ctl" -D "$cluster" -m fast -w -s stop >/dev/null 2>&1 || true
  pg_port=$(free_port "$pg_port")
  server_url="postgres://bench@127.0.0.1:$pg_port/bench"
  as_server "$PG/pg_ctl" -D "$cluster" -w -t 60 -s -l "$cluster/server.log" -o "-p $pg_port" start </dev/null >/dev/null 2>&1 \
    || { as_server tail -n 20 "$cluster/server.log" >&2; fail "PostgreSQL did not start"; }
  server_pid=$(as_server head -n 1 "$cluster/postmaster.pid")
  sql -d postgres -c "select 1 from pg_database where datname = 'bench'" | grep -q 1 || sql -d postgres -c 'create database bench'
}

stop_server() { as_server "$PG/pg_ctl" -D "$cluster" -m fast -w -s stop >/dev/null 2>&1 || true; }

bot_settings() {
  local base="Host=127.0.0.1;Port=$pg_port" town
  export ASPNETCORE_ENVIRONMENT=Production DOTNET_ENVIRONMENT=Production
  export ConnectionStrings__Owner="$base;Username=linebot_owner;Password=bench-owner;Database=linebot"
  export ConnectionStrings__Bot="$base;Username=linebot_app;Password=bench-app;Database=linebot"
  export Line__RateShare=100 PublicBaseUrl=https://bench.example TownsFolder="$root/infra/towns"
  Links__Key=$(printf 'links of the bench, 32 bytes long' | base64 -w0)
  Sealing__Key=$(printf 'seal of the bench, thirty-two b.' | base64 -w0)
  export Links__Key Sealing__Key
  export Line__ApiBaseUrl="http://127.0.0.1:$api_port" Line__DataApiBaseUrl="http://127.0.0.1:$api_port" Stripe__ApiBaseUrl="http://127.0.0.1:$api_port/stripe"
  for town in hoshimi kawabe; do
    export "Towns__${town}__Line__ChannelId=200000000${#town}" "Towns__${town}__Line__ChannelSecret=$secret"
    export "Towns__${town}__Stripe__SecretKey=sk_test_bench" "Towns__${town}__Stripe__WebhookSecret=whsec_bench"
  done
  export Towns__hoshimi__Line__BotUserId=Ubenchdestination000000000000000000 Towns__kawabe__Line__BotUserId=Ubenchelsewhere00000000000000000000
}

# bot_database NAME CONVERSATIONS EVENTS: makes the template once, with a past and with statistics, then the database afresh from it.
bot_database() {
  local template="linebot_$1"
  if ! sql -d postgres -c "select 1 from pg_database where datname = '$template'" | grep -q 1; then
    say "Making a database with $2 conversations and $3 events of the past …"
    sql -d postgres -c 'drop database if exists linebot with (force)'
    ( bot_settings; export ConnectionStrings__Admin="Host=127.0.0.1;Port=$pg_port;Username=bench;Database=postgres"
      cd "$root/Bot.Api" && dotnet "$work/bin/bot/Bot.Api.dll" database prepare ) >"$work/prepare.log" 2>&1 || { tail -n 20 "$work/prepare.log" >&2; fail "the database could not be prepared"; }
    sql -d linebot -v conversations="$2" -v events="$3" -f "$root/infra/bench/past.sql"
    sql -d postgres -c "alter database linebot rename to $template"
  fi
  sql -d postgres -c 'drop database if exists linebot with (force)' -c "create database linebot template $template strategy file_copy" -c checkpoint
}
