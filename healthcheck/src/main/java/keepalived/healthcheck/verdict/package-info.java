/// From the result of a probe to a verdict: rise, fall, retries and delays, once for all protocols.
/// Values only; must not know a clock, a socket, a logger or a virtual server.
package keepalived.healthcheck.verdict;
