/// The kernel's settings under /proc/sys, of the network namespace of the calling thread. Knows how
/// to read and write one; not which values anyone wants.
package keepalived.linux.sysctl;
