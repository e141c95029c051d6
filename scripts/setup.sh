# Sourced by the other scripts: finds what is needed and installs what is missing, where that is allowed.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }
fail() { say "✗ $*"; exit 1; }

# A writable folder of ours: .data/ in the repository or, when that is someone else's, below the home folder.
state() {
  local folder="$root/.data"
  if ! mkdir -p "$folder" 2>/dev/null || [ ! -w "$folder" ] || [ ! -O "$folder" ]; then
    folder="${XDG_STATE_HOME:-$HOME/.local/state}/linebot"
    mkdir -p "$folder" || fail "cannot write to $root/.data nor to $folder"
  fi
  printf '%s' "$folder"
}

# install PACKAGE…: with apt as root; otherwise says what to do.
install() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "missing: $*. Install it (as root: apt-get install $*) and run this again."
  fi
  say "Installing $* …"
  export DEBIAN_FRONTEND=noninteractive
  local log; log=$(mktemp)
  { apt-get update -q && apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "could not install $*"; }
  rm -f "$log"
}

need_dotnet() {
  command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' || fail "the .NET 10 SDK is missing (https://dotnet.microsoft.com/download)"
}

pg_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | while read -r d; do if [ -x "$d/initdb" ]; then echo "$d"; fi; done | tail -n 1; }

need_postgres() {
  if [ -z "$(pg_bin)" ]; then
    # Debian would start a cluster of its own at once; ours is private.
    if [ "$(id -u)" = 0 ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
      mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
    install postgresql
  fi
  PG=$(pg_bin)
  [ -n "$PG" ] || fail "PostgreSQL's programs are not in /usr/lib/postgresql/*/bin"
}

# PostgreSQL refuses to run as root; then it runs as the user postgres.
as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- env LC_ALL=C.UTF-8 "$@"; else env LC_ALL=C.UTF-8 "$@"; fi; }

# A wrong clock for one process, and a pooler between bot and database: for faults that are made on purpose.
need_faketime() { ls /usr/lib/*-linux-gnu/faketime/libfaketime.so.1 >/dev/null 2>&1 || install faketime; }

need_pgbouncer() {
  [ -x /usr/sbin/pgbouncer ] && return
  # Debian would start one of its own at once.
  if [ "$(id -u)" = 0 ] && [ ! -e /usr/sbin/policy-rc.d ]; then
    ( trap 'rm -f /usr/sbin/policy-rc.d' EXIT
      printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
      install pgbouncer )
  else
    install pgbouncer
  fi
}

# What draws residents' pictures anew, and what shuts it off while it does.
need_pictures() { if ! command -v vips >/dev/null || ! command -v bwrap >/dev/null; then install libvips-tools bubblewrap; fi; }

# Finds metadata in pictures; for the tests alone.
need_exiftool() { command -v exiftool >/dev/null || install libimage-exiftool-perl; }

need_fonts() { fc-list 2>/dev/null | grep -qi 'noto.*cjk' || install fonts-noto-cjk fontconfig; }

need_chromium() {
  CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}
  if [ -z "$CHROMIUM" ]; then install chromium; CHROMIUM=$(command -v chromium); fi
  export CHROMIUM
}

# Node.js with npm: for what the console's pages take from npm, and for the identity provider of the tests.
need_node() { if ! command -v npm >/dev/null || ! command -v node >/dev/null; then install nodejs npm; fi; }

need_assets() { "$root/scripts/assets"; }

# free_port WISH: the wished port, or the next one that nobody listens on.
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  printf '%s' "$port"
}

random() { head -c "$1" /dev/urandom | od -An -tx1 | tr -d ' \n'; }
