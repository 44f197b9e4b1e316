/// Monotonic instants as values. Reads no clock: a loop's `now()` is the only source of them.
package keepalived.core.time;
