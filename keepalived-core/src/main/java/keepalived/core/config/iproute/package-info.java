/// The addresses, routes and rules of a master, in the terms of iproute2. Immutable records without
/// behaviour beyond validity.
package keepalived.core.config.iproute;
