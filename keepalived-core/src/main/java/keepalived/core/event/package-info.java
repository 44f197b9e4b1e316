/// What other threads and programs may know of the engines: snapshots, and events with ids and
/// causes. Knows no file and no format.
package keepalived.core.event;
