package keepalived.conf.lvs;

import java.util.Optional;
import keepalived.conf.lvs.draft.GroupDraft;
import keepalived.conf.lvs.draft.LocalAddressDraft;
import keepalived.conf.lvs.draft.LvsDraft;
import keepalived.conf.lvs.draft.ServiceKeywords;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.core.config.LvsConfig.TlsClient;

/// The LVS keywords at the root.
public final class LvsRoots {

  private LvsRoots() {}

  public static Keywords<LvsDraft> table() {
    return Keywords.<LvsDraft>of("(root)")
        .block("SSL", TLS, (d, args) -> Optional.of(new TlsDraft()), LvsRoots::closeTls)
        .block("virtual_server_group", GroupDraft.KEYWORDS, GroupDraft::open, GroupDraft::close)
        .block(
            "local_address_group",
            LocalAddressDraft.KEYWORDS,
            LocalAddressDraft::open,
            LocalAddressDraft::close)
        .block(
            "virtual_server", ServiceKeywords.table(), ServiceKeywords::open, ServiceChecks::close);
  }

  private static final class TlsDraft {
    private Optional<String> password = Optional.empty();
    private Optional<String> ca = Optional.empty();
    private Optional<String> certificate = Optional.empty();
    private Optional<String> key = Optional.empty();
  }

  private static final Keywords<TlsDraft> TLS =
      Keywords.<TlsDraft>of("SSL")
          .text("password", Missing.COMPLAINT, (d, v) -> d.password = Optional.of(v))
          .once()
          .text("ca", Missing.COMPLAINT, (d, v) -> d.ca = Optional.of(v))
          .once()
          .text("certificate", Missing.COMPLAINT, (d, v) -> d.certificate = Optional.of(v))
          .once()
          .text("key", Missing.COMPLAINT, (d, v) -> d.key = Optional.of(v))
          .once();

  private static void closeTls(LvsDraft lvs, TlsDraft d, Args args) {
    lvs.tls = Optional.of(new TlsClient(d.password, d.ca, d.certificate, d.key));
  }
}
