/// One virtual server as a pure state machine: the health of its real servers, its quorum, its
/// sorry server, and the destinations the kernel should have. Values only; must not know a clock, a
/// socket, a logger or the kernel.
package keepalived.healthcheck.server;
