/// Reads keepalived.conf: [keepalived.conf.ConfigReader] turns files into a
/// [keepalived.core.config.Config] and a list of [keepalived.conf.Diagnostic]. Knows the language
/// and, through [keepalived.conf.HostFacts], what the machine has; never changes anything, never
/// throws for what a file says.
package keepalived.conf;
