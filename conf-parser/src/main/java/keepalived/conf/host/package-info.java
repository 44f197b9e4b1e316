/// What a configuration file names on the machine: interfaces, users, scripts, name tables. This
/// package only reads; it never changes the machine.
package keepalived.conf.host;
