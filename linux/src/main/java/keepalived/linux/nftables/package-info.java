/// nftables through libnftables: commands as text in, output or the reason for a refusal out. Knows
/// the library; callers know the rules.
package keepalived.linux.nftables;
