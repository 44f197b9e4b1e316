/// The LVS part of the daemon. [LvsEngine] runs the checkers, lets the machine of each virtual
/// server decide, keeps the IPVS table as the machines want it, and reports what happened.
/// Everything here runs on one loop. Knows ports (a loop, an IPVS driver, a prober); must not know
/// sockets, scripts or mail.
package keepalived.healthcheck.engine;
