/// ipvsadm's command line on top of any [keepalived.ipvs.IpvsDriver]: same syntax, same output byte
/// for byte, same messages and exit statuses, so that scripts keep working. Only the help text
/// differs. Knows text and the driver; must not know the kernel.
package keepalived.ipvs.cli;
