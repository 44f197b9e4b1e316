/// Simulates many routers in one thread on a virtual clock: a LAN that carries bytes, faults, and
/// the invariants that matter to operators. Knows the engine and its ports; opens no socket.
package keepalived.vrrp.sim;
