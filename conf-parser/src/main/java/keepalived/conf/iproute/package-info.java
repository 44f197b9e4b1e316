/// Addresses, routes and rules in the words of ip(8). Each kind of entry has a table of options
/// that says how an option is read and what it sets. This package knows no keyword and no draft:
/// what an entry needs from the rest of the file is in [keepalived.conf.iproute.EntryContext].
package keepalived.conf.iproute;
