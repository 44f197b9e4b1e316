/// Small kernel interfaces without their own protocol: the state of a link as its driver reports it
/// by ioctl, named pipes that never block the writer, and settings under /proc/sys. Callers decide
/// when to use them and with which values.
package keepalived.linux.kernel;
