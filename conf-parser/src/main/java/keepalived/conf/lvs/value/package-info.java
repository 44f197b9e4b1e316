/// Values of LVS keywords that take several words: endpoints, ranges of addresses, forwarding
/// methods and tunnels. This package knows words and diagnostics, but no block.
package keepalived.conf.lvs.value;
