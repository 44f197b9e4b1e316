/// What a master puts on its interfaces, in the terms of iproute2: addresses, routes and rules.
/// Immutable records without behaviour beyond validity.
package keepalived.core.config.iproute;
