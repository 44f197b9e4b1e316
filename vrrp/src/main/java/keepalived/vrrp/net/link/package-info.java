/// Network interfaces: watches them and their addresses by rtnetlink, creates macvlans and ipvlans,
/// writes sysctls and nftables rules for them.
package keepalived.vrrp.net.link;
