package keepalived.ipvs.cli.names;

import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.IpAddress;

/// Looks up the names of hosts and services.
public interface NameLookup {

  Optional<IpAddress> address(String host);

  Optional<String> host(IpAddress address);

  OptionalInt port(String service, Protocol protocol);

  Optional<String> service(int port, Protocol protocol);

  /// Knows no names: everything is printed as a number.
  NameLookup NONE =
      new NameLookup() {
        @Override
        public Optional<IpAddress> address(String host) {
          return Optional.empty();
        }

        @Override
        public Optional<String> host(IpAddress address) {
          return Optional.empty();
        }

        @Override
        public OptionalInt port(String service, Protocol protocol) {
          return OptionalInt.empty();
        }

        @Override
        public Optional<String> service(int port, Protocol protocol) {
          return Optional.empty();
        }
      };
}
