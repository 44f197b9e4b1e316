/// Many routers in one thread on a virtual clock: a LAN that carries bytes, faults, and the
/// invariants an operator cares about. Knows the engine and its ports; opens no socket.
package keepalived.vrrp.sim;
