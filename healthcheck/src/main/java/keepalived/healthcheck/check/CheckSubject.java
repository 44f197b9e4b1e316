package keepalived.healthcheck.check;

import keepalived.core.config.Check;

/// A check with the names that its log lines and mails use.
///
/// @param server the real server, as logged
/// @param service the virtual server, as logged
public record CheckSubject<C extends Check>(C check, String server, String service) {}
