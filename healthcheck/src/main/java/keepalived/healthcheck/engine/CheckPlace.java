package keepalived.healthcheck.engine;

import keepalived.healthcheck.server.CheckId;
import keepalived.healthcheck.server.RealServerDefinition;
import keepalived.healthcheck.server.VirtualServerDefinition;

/// The place of a check in the configuration. A checker has one place for each real server that
/// shares it.
record CheckPlace(VirtualServerDefinition service, RealServerDefinition server, CheckId check) {}
