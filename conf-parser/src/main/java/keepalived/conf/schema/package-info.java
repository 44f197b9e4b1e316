/// The mechanism of keyword tables. A keyword is a row with a name, the way its value is read, and
/// its support state; a block is a table of rows. This package knows no particular keyword.
package keepalived.conf.schema;
