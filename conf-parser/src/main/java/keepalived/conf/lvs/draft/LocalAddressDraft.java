package keepalived.conf.lvs.draft;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.lvs.value.AddressRun;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.tree.Word;
import keepalived.core.config.LvsConfig.LocalAddressGroup;
import keepalived.core.net.IpAddress;

/// A `local_address_group` (a keyword of DPVS) during reading.
public final class LocalAddressDraft {

  /// The limit of addresses. Without nf_tables in the kernel, each address costs one rule for each
  /// service.
  private static final int MOST = 1024;

  public static final Keywords<LocalAddressDraft> KEYWORDS =
      Keywords.<LocalAddressDraft>of("local_address_group").otherwise(LocalAddressDraft::entry);

  private final String name;
  private final Set<IpAddress> addresses = new LinkedHashSet<>();

  private LocalAddressDraft(String name) {
    this.name = name;
  }

  public static Optional<LocalAddressDraft> open(LvsDraft lvs, Args args) {
    return args.required().map(w -> new LocalAddressDraft(w.text()));
  }

  public static void close(LvsDraft lvs, LocalAddressDraft d, Args args) {
    if (lvs.localAddresses.containsKey(d.name)) {
      args.report(Code.REPEATED, "a local_address_group '" + d.name + "' is already defined");
    } else if (d.addresses.isEmpty()) {
      args.report(Code.INCOMPLETE, "local_address_group '" + d.name + "' has no addresses");
    } else {
      lvs.localAddresses.put(d.name, new LocalAddressGroup(d.name, d.addresses.stream().toList()));
    }
  }

  /// Reads `ADDRESS [INTERFACE]` or `ADDRESS-END [INTERFACE]`. The first word is where other lines
  /// have their keyword.
  private static void entry(LocalAddressDraft d, Args args) {
    Word word = args.line().words().getFirst();
    args.word()
        .ifPresent(
            device ->
                args.report(
                    Code.WORDS_IGNORED,
                    device,
                    "'" + device + "' is not used: the address must be the host's already"));
    var run = AddressRun.parse(word.text());
    if (run.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.ADDRESS_INVALID,
                  args.place(word),
                  "'" + word + "' is not an address or a range of addresses")
              .fix("write ADDRESS or ADDRESS-LAST"));
      return;
    }
    var more = run.get().addresses(MOST - d.addresses.size());
    if (more.isEmpty()) {
      args.report(Code.NUMBER_OUT_OF_RANGE, word, "a group has at most " + MOST + " addresses");
      return;
    }
    d.addresses.addAll(more.get());
  }
}
