# Everything a VRRP router may have changed on this machine, in a form two runs can be compared by.
echo '== addresses'
ip -o addr show | sed -E 's/^[0-9]+: //; s/@if[0-9]+//; s/\\//g; s/ +/ /g' | grep -v '^lo'
echo '== routes'
ip -4 route show table all proto keepalived
ip -6 route show table all proto keepalived
echo "== the machine's own routes"
ip -4 route show table all proto static
ip -6 route show table all proto static
echo '== rules'
ip -4 rule show
ip -6 rule show
echo '== links'
ip -d -o link show | sed -E 's/^[0-9]+: //; s/@if[0-9]+//; s/link-netnsid [0-9]+//; s/\\//g; s/ +/ /g' | grep -v '^lo'
echo '== firewall'
nft list ruleset 2>&1
echo '== sysctls'
cd /proc/sys/net
for setting in arp_ignore arp_filter accept_local rp_filter promote_secondaries; do
  grep -H . ipv4/conf/*/$setting
done
for setting in disable_ipv6 accept_ra autoconf addr_gen_mode; do
  grep -H . ipv6/conf/*/$setting
done
grep -H . ipv4/igmp_link_local_mcast_reports
echo '== FIFO lines'
cat /run/told.log
echo '== script calls'
cat /run/called.log 2>/dev/null | sort
