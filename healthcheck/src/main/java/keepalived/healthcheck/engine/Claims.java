package keepalived.healthcheck.engine;

import java.util.Set;
import keepalived.ipvs.table.ServiceKey;

/// What outlives this process of the knowledge which services in the kernel are ours. A process
/// that comes after one that was killed removes those of its services that are configured no
/// longer; what others made it leaves alone.
public interface Claims {

  /// The services of the process before us; none when nothing certain is known of them.
  Set<ServiceKey> before();

  /// Called before the first of these services is made, and when there are fewer.
  void remember(Set<ServiceKey> services);

  /// Forgets at once.
  Claims NONE =
      new Claims() {
        @Override
        public Set<ServiceKey> before() {
          return Set.of();
        }

        @Override
        public void remember(Set<ServiceKey> services) {
          // There is nothing that outlives us.
        }
      };
}
