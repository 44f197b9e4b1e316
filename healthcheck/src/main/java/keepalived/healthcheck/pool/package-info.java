/// What the verdicts on real servers mean for a virtual server: who is in the pool and with what
/// weight, whether there is quorum, when the sorry server serves, and what operators are told, in
/// order. Pure: no clock, no kernel, no logger.
package keepalived.healthcheck.pool;
