/// Full NAT on a stock kernel. IPVS masquerades: the destination becomes a real server. An nftables
/// rule for each service also translates the source, so that real servers answer to the director
/// whatever their routes. A pure function makes the rules as text; one class loads them into the
/// kernel, and lets IPVS update connection tracking, which source NAT depends on.
package keepalived.ipvs.fullnat;
