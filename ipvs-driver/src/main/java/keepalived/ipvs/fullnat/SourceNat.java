package keepalived.ipvs.fullnat;

import java.util.List;

/// A place for the source NAT rules: nf_tables or iptables.
interface SourceNat extends AutoCloseable {

  /// Replaces our rules by those of these services, in one transaction.
  ///
  /// @return why it failed, with the rules unchanged; empty on success
  String replace(List<FullNatService> services);

  /// Whether the rules of the last [#replace] are still there.
  boolean stands();

  @Override
  void close();
}
