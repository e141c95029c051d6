# Sourced by start.sh and grow.sh: a private PostgreSQL as durable as a real one, the built programs and the settings of a bot, in a folder that is
# removed at the end. Everything listens on 127.0.0.1.

. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/setup.sh"
need_dotnet
need_postgres
command -v curl >/dev/null || install curl
ground=$(mktemp -d "${TMPDIR:-/tmp}/linebot-ground.XXXXXX")
chmod 711 "$ground"
running=()

leave() {
  local pid
  for pid in "${running[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${running[@]}"; do wait "$pid" 2>/dev/null || true; done
  [ ! -d "$ground/pg" ] || as_server "$PG/pg_ctl" -D "$ground/pg" -m immediate -w -t 30 -s stop >/dev/null 2>&1 || true
  rm -rf "$ground"
}
trap leave EXIT
trap 'exit 130' INT TERM

# ground_programs [PUBLISH OPTION…]: the bot as it would be published, in $ground/bot. The analyzers have had their say in scripts/test.
ground_programs() {
  need_assets
  dotnet publish "$root/Bot.Api/Bot.Api.csproj" -c Release -r "linux-$([ "$(uname -m)" = aarch64 ] && echo arm64 || echo x64)" --self-contained false -p:RunAnalyzers=false -v q -nologo --artifacts-path "$ground/build" -o "$ground/bot" "$@" >"$ground/build.log" 2>&1 \
    || { grep -E 'error' "$ground/build.log" | sort -u | head -n 10 >&2; fail "the build failed"; }
}

# ground_database: an empty cluster; ground_prepare makes the schema with the bot in $ground/bot.
ground_database() {
  mkdir -p "$ground/pg"
  [ "$(id -u)" != 0 ] || chown postgres "$ground/pg"
  as_server "$PG/initdb" -D "$ground/pg" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$ground/initdb.log" 2>&1 || { cat "$ground/initdb.log" >&2; fail "initdb failed"; }
  db_port=$(free_port 55320)
  as_server "$PG/pg_ctl" -D "$ground/pg" -w -t 60 -s -l "$ground/pg/server.log" \
    -o "-p $db_port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300 -c shared_buffers=256MB -c max_wal_size=2GB" \
    start </dev/null >/dev/null 2>&1 || { as_server tail -n 20 "$ground/pg/server.log" >&2; fail "PostgreSQL did not start"; }
}

# ground_settings LINE_API STRIPE_API: what every process of the bot is told.
ground_settings() {
  export ASPNETCORE_ENVIRONMENT=Development DOTNET_ENVIRONMENT=Development Logging__LogLevel__Default=Warning
  export ConnectionStrings__Bot="Host=127.0.0.1;Port=$db_port;Username=linebot_app;Password=x;Database=linebot"
  export ConnectionStrings__Owner="Host=127.0.0.1;Port=$db_port;Username=linebot_owner;Password=x;Database=linebot"
  export PublicBaseUrl=http://127.0.0.1 TownsFolder="$root/infra/towns"
  export Links__Key=$(head -c 32 /dev/urandom | base64 -w0) Sealing__Key=$(head -c 32 /dev/urandom | base64 -w0)
  export Line__ApiBaseUrl=$1 Line__DataApiBaseUrl=$1 Stripe__ApiBaseUrl=$2
  local town n=1
  SECRETS=
  for town in hoshimi kawabe; do
    local secret="secret-of-$town" user="U${n}1111111111111111111111111111111"
    export "Towns__${town}__Line__ChannelId=200000000$n" "Towns__${town}__Line__ChannelSecret=$secret" "Towns__${town}__Line__BotUserId=$user"
    export "Towns__${town}__Stripe__SecretKey=sk_test_$town" "Towns__${town}__Stripe__WebhookSecret=whsec_$town"
    SECRETS="$SECRETS${SECRETS:+,}$town:$secret:$user"
    n=$((n + 1))
  done
  export SECRETS
}

ground_prepare() {
  ConnectionStrings__Admin="Host=127.0.0.1;Port=$db_port;Username=postgres;Database=postgres" \
    dotnet "$ground/bot/Bot.Api.dll" database prepare >"$ground/prepare.log" 2>&1 || { tail -n 20 "$ground/prepare.log" >&2; fail "the database could not be prepared"; }
}

# bot_start NUMBER PORT [VAR=VALUE…]: starts a process of the bot; its id is in $bot_pid.
bot_start() {
  local number=$1 port=$2; shift 2
  ( cd "$ground/bot"; exec env "$@" dotnet Bot.Api.dll --urls "http://127.0.0.1:$port" ) >"$ground/bot-$number.log" 2>&1 </dev/null &
  bot_pid=$!
  running+=("$bot_pid")
}

# bot_ready NUMBER PORT: waits until it can work.
bot_ready() {
  local tries
  for tries in $(seq 1 3000); do
    if curl -fs -m 1 -o /dev/null "http://127.0.0.1:$2/health/ready" 2>/dev/null; then return 0; fi
    sleep 0.01
  done
  tail -n 20 "$ground/bot-$1.log" >&2
  fail "the bot did not become ready"
}

bot_stop() { kill -TERM "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
