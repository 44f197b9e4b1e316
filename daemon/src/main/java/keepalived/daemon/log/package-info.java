/// Log lines from the engines to wherever an operator reads them, without ever making an engine
/// wait: a bounded queue, one writer thread, outlets that fail each alone.
package keepalived.daemon.log;
