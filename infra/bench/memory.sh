#!/usr/bin/env bash
# What memory the bot holds while residents write to it for half an hour.
set -euo pipefail
usage() {
  cat <<'T'
infra/bench/memory.sh [--minutes N] [--rate N]

Runs one bot for N minutes (30) at RATE (110) events a second, of two towns, and prints its memory (RSS, MB) each minute,
then the lowest and the highest of the last half. New residents come all the time.
T
}
minutes=30 rate=110
while [ $# -gt 0 ]; do
  case "$1" in
    --help|-h) usage; exit 0 ;;
    --minutes) minutes=$2; shift 2 ;;
    --rate) rate=$2; shift 2 ;;
    *) usage >&2; exit 2 ;;
  esac
done
. "$(dirname "${BASH_SOURCE[0]}")/ground.sh"
ground_programs
dotnet build "$root/infra/bench/grow/Bot.Grow.csproj" -c Release -p:RunAnalyzers=false -v q -nologo --artifacts-path "$ground/build" >"$ground/build.log" 2>&1 \
  || { grep -E 'error' "$ground/build.log" | sort -u | head -n 10 >&2; fail "the build failed"; }
ground_database
line=$(free_port 58200)
ground_settings "http://127.0.0.1:$line" "http://127.0.0.1:9"
ground_prepare
port=$(free_port 58101)
bot_start 1 "$port"
bot_ready 1 "$port"
# The load comes in rounds of one town alone and both together, each of half a minute.
dotnet "$ground/build/bin/Bot.Grow/release/Bot.Grow.dll" fair --webhooks "http://127.0.0.1:$port" --line "$line" --seconds 30 --rate $((rate / 11)) --rounds "$minutes" >"$ground/load.log" 2>&1 &
load=$!
running+=("$load")
held=()
for minute in $(seq 1 "$minutes"); do
  sleep 60
  held+=($(($(awk '/^VmRSS/ {print $2}' "/proc/$bot_pid/status") / 1024)))
  echo "memory minute=$minute rss_mb=${held[-1]}"
done
kill -TERM "$load" 2>/dev/null || true
half=($(printf '%s\n' "${held[@]:$((minutes / 2))}" | sort -n))
echo "memory minutes=$minutes rate=$rate last_half_lowest_mb=${half[0]} last_half_highest_mb=${half[-1]}"
grep -c "^fair round" "$ground/load.log" | sed 's/^/rounds of load: /'
