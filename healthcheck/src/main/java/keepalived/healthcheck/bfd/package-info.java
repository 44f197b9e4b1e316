/// Bidirectional forwarding detection (RFC 5880, 5881, 5883): asynchronous mode, without
/// authentication and echo. [Session] is the machine, a pure step; [BfdEngine] runs all sessions
/// and tells who listens when one comes up or goes down. VRRP trackers and BFD_CHECK live by that.
package keepalived.healthcheck.bfd;
