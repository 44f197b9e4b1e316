/// Answers questions about the running daemon: HTTP/1.1 over a Unix socket, on a loop of its own.
/// Loops of parts are only asked for snapshots. Knows resources and limits, not what documents
/// contain.
package keepalived.daemon.control;
