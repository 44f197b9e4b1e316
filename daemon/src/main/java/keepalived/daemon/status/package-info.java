/// Renders snapshots as text: the dump files of the original's signals, field for field. Pure
/// functions of a snapshot, on the reader's thread; they can neither block nor race an engine.
package keepalived.daemon.status;
