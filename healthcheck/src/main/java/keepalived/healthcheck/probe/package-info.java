/// Probes: each knows one protocol and answers one question, once. They open a channel on the
/// engine's event loop, never block it, and end with exactly one result. What a result means is not
/// known here.
package keepalived.healthcheck.probe;
