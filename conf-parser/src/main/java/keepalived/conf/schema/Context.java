package keepalived.conf.schema;

import keepalived.conf.host.HostFacts;

/// What a keyword can use while it reads its line.
///
/// @param faithful whether to follow the original exactly through broken blocks and quotes
public record Context(Diagnostics diagnostics, HostFacts host, boolean faithful) {}
