/// Addresses, routes and rules in the words of ip(8). Each kind of entry is a table of options that
/// says how an option is read and what it sets. Knows no keyword and no draft: what an entry needs
/// from the file around it comes as [keepalived.conf.iproute.EntryContext].
package keepalived.conf.iproute;
