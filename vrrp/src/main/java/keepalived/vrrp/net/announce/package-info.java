/// Gratuitous ARP and unsolicited neighbour advertisements for the addresses of a master, at the
/// configured rate.
package keepalived.vrrp.net.announce;
