/// The C library: its functions as an interface, its error numbers as values. Knows the names and
/// layouts of glibc on Linux; knows no protocol. Must not be used outside this module.
package keepalived.linux.libc;
