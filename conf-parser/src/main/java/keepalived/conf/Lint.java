package keepalived.conf;

import keepalived.conf.schema.Report;
import keepalived.core.config.Config;

/// Advice beyond what the original checks, as hints.
final class Lint {

  private Lint() {}

  static void check(Config config, Drafts drafts, Report report) {}
}
