/// The loop of production: one thread that waits in epoll for descriptors, deadlines and posted
/// tasks. It is a Netty event loop, so that Netty's channels and our own descriptors share one
/// poller. Knows when, never what.
package keepalived.linux.loop;
