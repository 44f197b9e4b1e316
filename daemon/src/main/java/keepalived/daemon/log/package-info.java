/// Log lines from the engines to wherever an operator reads them, without ever making an engine
/// wait: a bounded queue, one writer thread, log4j2 behind it.
package keepalived.daemon.log;
