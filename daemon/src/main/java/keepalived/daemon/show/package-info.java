/// `keepalived show`: asks a running daemon and prints its answers for people. Knows the documents
/// of docs/api.md and nothing of the daemon's inside; loads neither Netty nor the log nor the
/// configuration language.
package keepalived.daemon.show;
