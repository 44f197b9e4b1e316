# Shared by the labs: hosts as network namespaces, wires between them, small web servers, and the
# director's table. Sourced by each lab's `run`, which then builds its network and checks it.
#
# A lab runs inside User-Mode Linux, because it needs a kernel with IPVS: called from outside, it
# restarts itself there (guest, which can also run several). The director's table comes from
#
#   (default)          the lab's table.ipvs, through `keepalived ipvs -R`
#   LAB_DAEMON=COMMAND the lab's keepalived.conf, read by a daemon started as COMMAND
#
# Prints one line per check, and exits with the number of checks that failed.
set -u
lab=$(cd "$(dirname "$0")" && pwd)
labs=$(dirname "$lab")
root=$(dirname "$(dirname "$labs")")
failures=0

if [ "${LAB_INSIDE:-}" != yes ]; then
  if [ -z "${LAB_DAEMON:-}" ]; then
    (cd "$root" && mvn -q -B -Dstyle.color=never -DskipFormat -pl ipvs-driver -am compile dependency:build-classpath \
      -Dmdep.outputFile=target/run.classpath -Dmdep.includeScope=runtime) || exit 125
  fi
  exec "$labs/guest" "$(basename "$lab")"
fi

# host NAME, router NAME: a machine, and one that forwards.
host() {
  ip netns add "$1"
  ip -n "$1" link set lo up
}

router() {
  host "$1"
  ip netns exec "$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 \
    net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.send_redirects=0
}

# lan NAME: a switch.
lan() { ip link add "$1" type bridge && ip link set "$1" up; }

# plug HOST DEVICE LAN ADDRESS/LENGTH: a cable from the host to the switch.
plug() {
  ip link add "$1.$2" type veth peer name "$2" netns "$1"
  ip link set "$1.$2" master "$3" up
  ip -n "$1" addr add "$4" dev "$2"
  ip -n "$1" link set "$2" up
}

gateway() { ip -n "$1" route add default via "$2"; }

on() {
  local where=$1
  shift
  ip netns exec "$where" "$@"
}

# serve HOST [PORT]: a web server that answers with the host's name.
serve() {
  ip netns exec "$1" python3 "$labs/server.py" "$1" "${2:-80}" &
  echo $! >"/run/$1.${2:-80}"
  until on "$1" python3 "$labs/client.py" 127.0.0.1 "${2:-80}" 1 | grep -q "$1"; do sleep 0.2; done
}

# die HOST [PORT]: ends its web server.
die() {
  kill "$(cat "/run/$1.${2:-80}")"
  wait "$(cat "/run/$1.${2:-80}")" 2>/dev/null
}

# ipvs HOST ARGUMENT...: the table of a host, with ipvsadm's options.
ipvs() {
  local where=$1
  shift
  on "$where" "$LAB_JAVA" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
    --enable-native-access=ALL-UNNAMED \
    -cp "$root/ipvs-driver/target/classes:$(cat "$root/ipvs-driver/target/run.classpath")" \
    keepalived.ipvs.cli.IpvsCommand "$@"
}

daemon() { [ -n "${LAB_DAEMON:-}" ]; }

# direct HOST [CONFIGURATION [OPTION...]]: puts the director to work.
direct() {
  if daemon; then
    # shellcheck disable=SC2086
    ip netns exec "$1" $LAB_DAEMON -n -l -f "${2:-$lab/keepalived.conf}" -p "/run/$1.pid" \
      -r "/run/$1.vrrp.pid" -c "/run/$1.checkers.pid" "${@:3}" >>"/run/$1.log" 2>&1 &
    echo $! >"/run/$1.job"
    local i
    for i in $(seq 60); do
      [ -n "$(table "$1")" ] && return
      sleep 0.5
    done
    echo "the daemon made no table:" && cat "/run/$1.log"
  else
    ipvs "$1" -R <"$lab/table.ipvs"
  fi
}

# crash HOST: kills its daemon, which cannot clean up.
crash() {
  kill -9 "$(cat "/run/$1.pid")"
  wait "$(cat "/run/$1.job")" 2>/dev/null
}

# table HOST: the table as command lines, without a JVM: straight from the kernel.
table() { on "$1" sed -n '4,$p' /proc/net/ip_vs; }

# ask ADDRESS PORT TIMES [WORD]: which servers answered the client how often, on one line.
ask() { on client python3 "$labs/client.py" "$@" | paste -sd' '; }

# check WHAT EXPECTED FOUND
check() {
  if [ "$2" = "$3" ]; then
    echo "ok      $1: $3"
  else
    echo "FAILED  $1: expected $2, found $3"
    failures=$((failures + 1))
  fi
}

# becomes WHAT EXPECTED SECONDS COMMAND...: waits until a command prints the expected text.
becomes() {
  local what=$1 expected=$2 seconds=$3 found='' end
  shift 3
  end=$((SECONDS + seconds))
  while [ "$SECONDS" -le "$end" ]; do
    found=$("$@")
    [ "$found" = "$expected" ] && break
    sleep 0.5
  done
  check "$what" "$expected" "$found"
}

# finish: the exit status of the lab.
finish() {
  [ "$failures" = 0 ] || { ip netns list; daemon && tail -n 40 /run/*.log; }
  echo "$(basename "$lab"): $failures failed"
  exit "$failures"
}

# Deaths and returns of two real servers, rs1 and rs2, with a sorry server: only a daemon notices.
# survives ADDRESS PORT
survives() {
  daemon || return 0
  die rs1
  becomes 'rs1 is dead, rs2 serves' '4 rs2' 30 ask "$1" "$2" 4
  die rs2
  becomes 'all are dead, sorry serves' '4 sorry' 30 ask "$1" "$2" 4
  serve rs1
  serve rs2
  becomes 'both are back' '2 rs1 2 rs2' 30 ask "$1" "$2" 4
}
