/// Joins the checkers of all protocols: the list of them, and the prober that starts their probes.
/// Must not know virtual servers or IPVS.
package keepalived.healthcheck.registry;
