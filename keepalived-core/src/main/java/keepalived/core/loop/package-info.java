/// The only way for work to reach an engine: a loop with one thread. Knows time only as values. The
/// virtual loop here drives simulations and tests; the linux module has the epoll loop.
package keepalived.core.loop;
