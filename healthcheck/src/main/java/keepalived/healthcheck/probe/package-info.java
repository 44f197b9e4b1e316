/// Probes: each knows one protocol and tests a server once. Probes open a channel on the engine's
/// event loop, never block the loop, and end with exactly one result. The meaning of a result is
/// not known here.
package keepalived.healthcheck.probe;
