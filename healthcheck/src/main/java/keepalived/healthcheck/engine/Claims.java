package keepalived.healthcheck.engine;

import java.util.Set;
import keepalived.ipvs.table.ServiceKey;

/// Remembers, across restarts of this process, which services in the kernel are ours. A process
/// that follows a killed one removes those of its services that are no longer configured; services
/// of other programs stay.
public interface Claims {

  /// The services of the previous process; empty when they are not known for certain.
  Set<ServiceKey> before();

  /// Stores the services that are ours. Called before the first service is added to the kernel, and
  /// after services were removed.
  void remember(Set<ServiceKey> services);

  /// Remembers nothing.
  Claims NONE =
      new Claims() {
        @Override
        public Set<ServiceKey> before() {
          return Set.of();
        }

        @Override
        public void remember(Set<ServiceKey> services) {
          // Nothing is stored.
        }
      };
}
