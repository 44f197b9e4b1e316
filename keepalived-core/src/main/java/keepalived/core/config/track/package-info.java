/// The trackers of instances and groups: scripts, files, processes, interfaces and BFD sessions,
/// with their weights. Immutable records without behaviour beyond validity.
package keepalived.core.config.track;
