/// Bidirectional forwarding detection (RFC 5880, 5881, 5883): asynchronous mode, without
/// authentication and echo. [Session] is the state machine, a pure step. [BfdEngine] runs all
/// sessions and reports each change between up and down to its listener; VRRP trackers and
/// BFD_CHECK use these reports.
package keepalived.tracking.bfd;
