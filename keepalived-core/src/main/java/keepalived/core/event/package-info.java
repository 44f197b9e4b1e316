/// Snapshots for readers on other threads.
package keepalived.core.event;
