/// Carries log lines from the engines to the places where operators read them, without ever
/// blocking an engine: a bounded queue, one writer thread, and outlets that fail independently.
package keepalived.daemon.log;
