/// Raw, packet, TCP, UDP, Unix and ICMP sockets with their options as typed methods. Every socket
/// is non-blocking, closed on exec, belongs to the network namespace of the thread that opened it,
/// and is used by one thread. Knows IP addresses and link numbers; knows no protocol above IP
/// except ICMP echo.
///
/// Sockets of one loop share a [keepalived.linux.socket.SocketBuffer]: received data is a view of
/// it, valid until the next call on any of these sockets.
package keepalived.linux.socket;
