/// ipvsadm's command line over any [keepalived.ipvs.IpvsDriver]: its syntax, its output to the
/// byte, its messages and exit statuses, so that scripts and habits work on. What it prints as help
/// is its own. Knows text and the driver; nothing of the kernel.
package keepalived.ipvs.cli;
