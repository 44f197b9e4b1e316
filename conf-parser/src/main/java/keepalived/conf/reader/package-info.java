/// The entrance of the parser: [keepalived.conf.reader.ConfigReader] turns files into a
/// [keepalived.core.config.Config] and a list of [keepalived.conf.diagnostic.Diagnostic]. Knows the
/// keywords of the root and the order in which a file is read and checked. It never changes the
/// machine and throws for nothing that a file says.
package keepalived.conf.reader;
