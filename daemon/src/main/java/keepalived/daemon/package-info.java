/// The composition root: wires the engines to this host, and is the only place that knows them all.
package keepalived.daemon;
