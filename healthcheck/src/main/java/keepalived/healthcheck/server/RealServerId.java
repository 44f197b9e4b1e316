package keepalived.healthcheck.server;

import keepalived.core.net.Endpoint;

/// Identifies a real server across reloads.
///
/// @param before how many real servers with this endpoint precede it in its virtual server
public record RealServerId(VirtualServerKey service, Endpoint endpoint, int before) {}
