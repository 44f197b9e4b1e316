/// nftables through libnftables: commands as text in, output or the reason for a refusal out. Knows
/// the library; what a rule set should look like is for others.
package keepalived.linux.nftables;
