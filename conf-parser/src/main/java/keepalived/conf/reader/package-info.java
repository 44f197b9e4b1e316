/// The entry of the parser: [keepalived.conf.reader.ConfigReader] turns files into a
/// [keepalived.core.config.Config] and a list of [keepalived.conf.diagnostic.Diagnostic]. This
/// package knows the keywords of the root and the order in which a file is read and checked. It
/// never changes the machine, and the content of a file never makes it throw.
package keepalived.conf.reader;
