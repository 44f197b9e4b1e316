/// When a checker runs and what its results add up to: rise, fall, retries and delays, once for all
/// protocols. Values only: knows no clock, no socket, no logger and no pool.
package keepalived.healthcheck.check;
