/// Reads the lines of a file with a table of keywords: opens and closes blocks, calls the rows, and
/// reports where braces and blocks do not match. This package knows no particular keyword.
package keepalived.conf.block;
