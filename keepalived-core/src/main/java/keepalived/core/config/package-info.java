/// A configuration as the engines use it: immutable, complete (every default filled in, every
/// reference resolved by name), in domain types. No behaviour beyond validity; knows no file and no
/// parser. Maps keep the order of the file.
package keepalived.core.config;
