#!/usr/bin/env bash
# Several processes on one database, and a town beside one that is ten times as busy.
set -euo pipefail
usage() {
  cat <<'T'
infra/bench/grow.sh [--quick] [--seconds N] [--rate N] [--processes "1 2 4"]

scale   replies a second of 1, 2 and 4 processes together, residents of two towns writing without pause
fair    one town at RATE (40) events a second alone, and beside another at ten times as many: how much slower its replies become
flood   the same beside a town that writes without pause, more than the machine can do
split   the same as fair, web, worker and sender in processes of their own

Everything, the load too, runs on this machine. Each line is name=value. --quick takes a third of the time.
T
}
seconds=20 rate=40 processes="1 2 4" rounds=3
while [ $# -gt 0 ]; do
  case "$1" in
    --help|-h) usage; exit 0 ;;
    --quick) seconds=8 rounds=2; shift ;;
    --seconds) seconds=$2; shift 2 ;;
    --rate) rate=$2; shift 2 ;;
    --processes) processes=$2; shift 2 ;;
    *) usage >&2; exit 2 ;;
  esac
done
. "$(dirname "${BASH_SOURCE[0]}")/ground.sh"
ground_programs
dotnet build "$root/infra/bench/grow/Bot.Grow.csproj" -c Release -p:RunAnalyzers=false -v q -nologo --artifacts-path "$ground/build" >"$ground/build.log" 2>&1 \
  || { grep -E 'error' "$ground/build.log" | sort -u | head -n 10 >&2; fail "the build failed"; }
load="$ground/build/bin/Bot.Grow/release/Bot.Grow.dll"
ground_database
line=$(free_port 58200)
ground_settings "http://127.0.0.1:$line" "http://127.0.0.1:9"
ground_prepare

# with PROCESSES VERB…: so many bots, then the load on them, then they stop.
with() {
  local count=$1 n port urls= pids=(); shift
  for n in $(seq 1 "$count"); do
    port=$(free_port $((58100 + n)))
    bot_start "$n" "$port"; pids+=("$bot_pid")
    bot_ready "$n" "$port"
    urls="$urls${urls:+,}http://127.0.0.1:$port"
  done
  measured "$urls" "$@"
  for n in "${pids[@]}"; do bot_stop "$n"; done
}

split() {
  local port pids=() role n=1 web
  for role in sender worker web; do
    port=$(free_port $((58100 + n)))
    bot_start "$role" "$port" "Roles=$role"; pids+=("$bot_pid")
    bot_ready "$role" "$port"
    web=$port n=$((n + 1))
  done
  measured "http://127.0.0.1:$web" "$@"
  for n in "${pids[@]}"; do bot_stop "$n"; done
}

# measured URLS VERB…: nothing of the run before may be left behind in the tables' statistics.
measured() {
  local urls=$1 verb=$2; shift 2
  as_server "$PG/psql" -h 127.0.0.1 -p "$db_port" -U postgres -d linebot -qc 'vacuum analyze' -c checkpoint
  dotnet "$load" "$verb" --webhooks "$urls" --line "$line" --seconds "$seconds" "$@"
}

for count in $processes; do with "$count" scale; done
with 1 fair --rate "$rate" --rounds "$rounds"
with 1 flood --rate "$rate" --rounds "$rounds"
echo "split:"
split fair --rate "$rate" --rounds "$rounds"
