/// What instances and groups track: scripts, files, processes, interfaces and BFD sessions, and the
/// weights with which they do. Immutable records without behaviour beyond validity.
package keepalived.core.config.track;
