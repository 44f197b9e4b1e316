/// Files and outputs that others can reach too: opened and written so that nobody else decides what
/// we open, and so that nobody makes us wait. Knows no format.
package keepalived.linux.file;
