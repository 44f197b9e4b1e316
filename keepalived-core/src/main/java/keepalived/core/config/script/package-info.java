/// Commands that a configuration names, with the user they run as. Immutable records without
/// behaviour beyond validity.
package keepalived.core.config.script;
