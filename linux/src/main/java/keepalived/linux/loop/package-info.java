/// The production loop: one thread that waits in epoll for descriptors, deadlines and posted tasks.
/// It is a Netty event loop, so that Netty's channels and our descriptors share one poller. Knows
/// when to call, not what the callbacks do.
package keepalived.linux.loop;
