/// Walks the lines of a file with a table of keywords: opens and closes blocks, calls the rows, and
/// reports where braces and blocks do not fit. Knows no particular keyword.
package keepalived.conf.block;
