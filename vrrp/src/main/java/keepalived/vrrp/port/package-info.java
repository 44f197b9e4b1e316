/// The dependencies of the engine, as interfaces: loop, clocks, network, notifications, log. `net`
/// implements the network on Linux, `sim` on a virtual LAN. Contains no behaviour.
package keepalived.vrrp.port;
