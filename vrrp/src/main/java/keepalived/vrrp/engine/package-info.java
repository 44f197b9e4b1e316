/// Runs all virtual routers of a host on one loop: dispatches events to the election machine and
/// its effects to the ports (network, notifications, log). Knows no socket and no thread.
package keepalived.vrrp.engine;
