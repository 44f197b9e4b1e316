/// From interfaces and trackers to an effective priority and fault conditions. Pure, apart from the
/// timers of `interface_up_down_delays`.
package keepalived.vrrp.priority;
