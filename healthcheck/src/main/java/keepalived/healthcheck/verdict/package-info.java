/// Derives a verdict from the results of probes: rise, fall, retries and delays, the same for all
/// protocols. Values only; must not know a clock, a socket, a logger or a virtual server.
package keepalived.healthcheck.verdict;
