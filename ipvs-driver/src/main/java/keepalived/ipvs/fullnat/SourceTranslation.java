package keepalived.ipvs.fullnat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.ipvs.table.ServiceKey;

/// The source NAT of full NAT, as the code that offers services needs it.
public interface SourceTranslation {

  /// Makes the rules those of these services, also when other programs changed them.
  ///
  /// @return why it failed, with the rules unchanged; empty on success
  Optional<String> reconcile(List<FullNatService> services);

  /// The services whose source NAT rules are in place.
  Set<ServiceKey> translated();

  /// Removes the rules that a previous process left.
  void removeLeftOver();

  /// For a host without source NAT.
  SourceTranslation NONE =
      new SourceTranslation() {
        @Override
        public Optional<String> reconcile(List<FullNatService> services) {
          return services.isEmpty() ? Optional.empty() : Optional.of("source NAT is not available");
        }

        @Override
        public Set<ServiceKey> translated() {
          return Set.of();
        }

        @Override
        public void removeLeftOver() {
          // There are no rules.
        }
      };
}
