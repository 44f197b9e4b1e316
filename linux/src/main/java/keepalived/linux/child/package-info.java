/// Child processes: starts them, signals them and reports their exit status on the loop that
/// started them. Knows nothing of what they do.
package keepalived.linux.child;
