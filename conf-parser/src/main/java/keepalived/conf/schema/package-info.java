/// The mechanism of keyword tables: a keyword is a row with a name, how its value is read and its
/// support state; a block is a table of rows. Knows no particular keyword.
package keepalived.conf.schema;
