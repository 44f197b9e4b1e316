package keepalived.ipvs.fullnat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.ipvs.table.ServiceKey;

/// The source NAT half of full NAT, as those need it who offer services.
public interface SourceTranslation {

  /// Makes the rules those of these services, also when others have changed them.
  ///
  /// @return why it could not be done, empty when it was; a failure leaves the rules as they were
  Optional<String> reconcile(List<FullNatService> services);

  /// The services that have their rules.
  Set<ServiceKey> translated();

  /// Takes away what a process before us left.
  void removeLeftOver();

  /// Of a host where there is no source NAT.
  SourceTranslation NONE =
      new SourceTranslation() {
        @Override
        public Optional<String> reconcile(List<FullNatService> services) {
          return services.isEmpty() ? Optional.empty() : Optional.of("there is no source NAT here");
        }

        @Override
        public Set<ServiceKey> translated() {
          return Set.of();
        }

        @Override
        public void removeLeftOver() {
          // There is nothing.
        }
      };
}
