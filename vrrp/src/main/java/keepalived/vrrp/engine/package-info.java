/// The election: states, events and effects of a virtual router as values, the pure functions over
/// them, and the one runner that holds them. Knows packets and configuration; knows no socket, no
/// thread, no clock but the `now` it is given, and logs nothing itself.
package keepalived.vrrp.engine;
