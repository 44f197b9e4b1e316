/// The one way work reaches an engine: a loop of one thread. Knows time only as values; the virtual
/// loop here drives simulations and tests, the epoll loop lives in the linux module.
package keepalived.core.loop;
