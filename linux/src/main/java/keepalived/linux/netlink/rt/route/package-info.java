/// Routes and policy rules of the kernel: records, their rtnetlink bytes (linux/rtnetlink.h,
/// fib_rules.h), and the requests that list, add and delete them. Knows links by number only.
package keepalived.linux.netlink.rt.route;
