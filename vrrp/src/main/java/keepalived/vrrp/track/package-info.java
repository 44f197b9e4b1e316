/// Turns results of trackers into verdicts: rise and fall of scripts, values of files, numbers of
/// processes. Knows a loop and ports; runs nothing itself.
package keepalived.vrrp.track;
