/// The composition root: connects the engines to this host, and is the only place that knows all of
/// them.
package keepalived.daemon;
