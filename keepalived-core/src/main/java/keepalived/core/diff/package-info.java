/// The differences of two keyed tables, as values: the start of every reload.
package keepalived.core.diff;
