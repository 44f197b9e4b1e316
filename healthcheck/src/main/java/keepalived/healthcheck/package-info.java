/// The LVS part of the daemon at work: [LvsEngine] runs the checkers, lets the pools decide, keeps
/// the IPVS table as they want it, and tells what happened. Everything here runs on one loop; it
/// knows ports (a loop, an IPVS driver, a prober), not sockets, scripts or mail.
package keepalived.healthcheck;
