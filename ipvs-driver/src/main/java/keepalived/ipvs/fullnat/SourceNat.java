package keepalived.ipvs.fullnat;

import java.util.List;

/// Something that can hold the source NAT rules.
interface SourceNat extends AutoCloseable {

  /// Replaces our rules by those of these services, in one transaction.
  ///
  /// @return why it could not be done, and nothing was; empty when it was
  String replace(List<FullNatService> services);

  /// Whether the rules that were put last are still there.
  boolean stands();

  @Override
  void close();
}
