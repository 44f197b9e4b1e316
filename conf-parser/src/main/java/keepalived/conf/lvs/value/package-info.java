/// Values of LVS keywords that are more than one word: endpoints, ranges of addresses, forwarding
/// methods and tunnels. Knows words and diagnostics, and no block.
package keepalived.conf.lvs.value;
