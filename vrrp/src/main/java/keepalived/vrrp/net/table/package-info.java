/// The addresses, routes and rules of masters in the kernel: adds, removes, inspects and restores
/// them by rtnetlink.
package keepalived.vrrp.net.table;
