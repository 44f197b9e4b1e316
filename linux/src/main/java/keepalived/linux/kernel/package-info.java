/// Small kernel interfaces without a protocol of their own: the state of a link as its driver
/// reports it by ioctl, named pipes whose writes never block, and settings under /proc/sys. Knows
/// how to use them; callers decide when and which values.
package keepalived.linux.kernel;
