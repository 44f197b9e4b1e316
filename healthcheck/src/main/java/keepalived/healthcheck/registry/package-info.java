/// Joins the checkers of all protocols: their list, and the prober that starts their probes. Must
/// not know virtual servers or IPVS.
package keepalived.healthcheck.registry;
