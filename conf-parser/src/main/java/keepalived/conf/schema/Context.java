package keepalived.conf.schema;

import keepalived.conf.host.HostFacts;

/// What every keyword may ask while it reads.
///
/// @param faithful follow the original through broken block structure, word for word
public record Context(Diagnostics diagnostics, HostFacts host, boolean faithful) {}
