#!/usr/bin/env bash
# How long the bot needs from being started until it can work, and what memory it then holds.
set -euo pipefail
usage() {
  cat <<'T'
infra/bench/start.sh [--starts N] [--plain] [--json FILE]

Publishes the bot, prepares a database, starts the bot N times (10) on it and prints milliseconds from start to /health/ready (median, slowest),
the memory it holds after 30 quiet seconds (RSS, MB), and the size of the published folder. --plain publishes without ahead-of-time code.
T
}
starts=10 plain= json=
while [ $# -gt 0 ]; do
  case "$1" in
    --help|-h) usage; exit 0 ;;
    --starts) starts=$2; shift 2 ;;
    --plain) plain=1; shift ;;
    --json) json=$2; shift 2 ;;
    *) usage >&2; exit 2 ;;
  esac
done
. "$(dirname "${BASH_SOURCE[0]}")/ground.sh"
if [ -n "$plain" ]; then ground_programs -p:PublishReadyToRun=false; else ground_programs; fi
ground_database
ground_settings http://127.0.0.1:9/line http://127.0.0.1:9/stripe
ground_prepare
port=$(free_port 58080)
times=()
for n in $(seq 0 "$starts"); do
  from=$(date +%s%N)
  bot_start "$n" "$port"
  bot_ready "$n" "$port"
  took=$((($(date +%s%N) - from) / 1000000))
  # The first start fills the file cache and is not counted.
  [ "$n" = 0 ] || times+=("$took")
  if [ "$n" = "$starts" ]; then sleep 30; rss=$(($(awk '/^VmRSS/ {print $2}' "/proc/$bot_pid/status") / 1024)); fi
  bot_stop "$bot_pid"
done
sorted=($(printf '%s\n' "${times[@]}" | sort -n))
median=${sorted[$((${#sorted[@]} / 2))]} slowest=${sorted[-1]}
size=$(($(du -sk "$ground/bot" | cut -f1) / 1024))
echo "start starts=$starts median_ms=$median slowest_ms=$slowest idle_rss_mb=$rss published_mb=$size"
[ -z "$json" ] || printf '{"starts":%s,"median_ms":%s,"slowest_ms":%s,"idle_rss_mb":%s,"published_mb":%s}\n' "$starts" "$median" "$slowest" "$rss" "$size" >"$json"
