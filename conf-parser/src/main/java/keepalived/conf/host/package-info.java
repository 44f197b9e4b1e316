/// What the machine has, as far as a configuration file names it: interfaces, users, scripts, name
/// tables. Reads only; nothing here changes the machine.
package keepalived.conf.host;
