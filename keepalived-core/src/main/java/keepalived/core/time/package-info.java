/// Monotonic instants as values. Reads no clock: instants come only from a loop's `now()`.
package keepalived.core.time;
