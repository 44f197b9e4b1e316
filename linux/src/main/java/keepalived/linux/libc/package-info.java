/// The C library: its functions as an interface, its error numbers as values. Knows the names and
/// layouts of glibc on Linux; knows no protocol. Nothing outside this module may use it.
package keepalived.linux.libc;
