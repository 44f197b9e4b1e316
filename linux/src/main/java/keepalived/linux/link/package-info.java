/// The state of a link asked of its driver, for drivers that do not tell netlink. Knows the three
/// old ways of asking; when to ask is for others.
package keepalived.linux.link;
