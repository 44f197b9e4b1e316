/// The VRRP blocks as a whole: their keywords at the root, the rules across lines and blocks, which
/// report and correct, and the builder that turns drafts into the records of the engine. This
/// package knows nothing about LVS.
package keepalived.conf.vrrp;
