/// Full NAT on a stock kernel: IPVS masquerades (the destination becomes a real server), and an
/// nftables rule per service translates the source, so that real servers answer to the director
/// whatever their routes. The rules are text made by a pure function; one class hands them to the
/// kernel, and lets IPVS keep connection tracking up to date, without which there is no source NAT.
package keepalived.ipvs.fullnat;
