package keepalived.healthcheck.engine;

import keepalived.healthcheck.server.CheckId;
import keepalived.healthcheck.server.RealServerDefinition;
import keepalived.healthcheck.server.VirtualServerDefinition;

/// Where a check stands in the configuration: a checker has one place or, when several real servers
/// are checked alike, several.
record CheckPlace(VirtualServerDefinition service, RealServerDefinition server, CheckId check) {}
