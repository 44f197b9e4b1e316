package keepalived.healthcheck.server;

import keepalived.healthcheck.verdict.CheckKey;

/// Identifies a check of one real server.
///
/// @param before how many equal checks precede it in its real server
public record CheckId(CheckKey key, int before) {}
