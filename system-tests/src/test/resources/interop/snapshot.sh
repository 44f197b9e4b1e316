# Everything a VRRP router may have changed on this machine, in a form two runs can be compared by.
# Starts few programs: most of the processor time of a comparison is spent here.
{
  echo '== addresses'
  ip -o addr show
  echo '== links'
  ip -d -o link show
} | sed -E 's/^[0-9]+: //; /^lo/d; s/@if[0-9]+//; s/link-netnsid [0-9]+//; s/\\//g; s/ +/ /g'
# Ours, then the rules, then the machine's own: there is always a rule.
for family in 4 6; do
  echo "== IPv$family routes and rules"
  ip -$family -batch - <<'SHOW'
route show table all proto keepalived
rule show
route show table all proto static
SHOW
done
echo '== firewall'
nft list ruleset 2>&1
echo '== sysctls'
cd /proc/sys/net
grep -H . ipv4/igmp_link_local_mcast_reports \
  ipv4/conf/*/arp_ignore ipv4/conf/*/arp_filter ipv4/conf/*/accept_local ipv4/conf/*/rp_filter \
  ipv4/conf/*/promote_secondaries \
  ipv6/conf/*/disable_ipv6 ipv6/conf/*/accept_ra ipv6/conf/*/autoconf ipv6/conf/*/addr_gen_mode
echo '== FIFO lines'
cat /run/told.log
echo '== script calls'
sort /run/called.log 2>/dev/null
