package keepalived.conf.host;

import java.util.Map;
import java.util.Optional;

/// Facts for `plan`, `lint` and `simulate`, which run on any machine: every name is accepted.
final class UnknownHost implements HostFacts {

  @Override
  public Optional<NetworkInterface> networkInterface(String name) {
    return Optional.of(NetworkInterface.usual(name));
  }

  @Override
  public boolean hasForeignInterface(String name) {
    return false;
  }

  @Override
  public ScriptStatus script(String program, boolean asRoot) {
    return ScriptStatus.FINE;
  }

  @Override
  public boolean userExists(String user) {
    return true;
  }

  @Override
  public boolean groupExists(String group) {
    return true;
  }

  @Override
  public boolean resolves(String host) {
    return true;
  }

  @Override
  public boolean namespaceExists(String name) {
    return true;
  }

  @Override
  public int cpus() {
    return 4096;
  }

  @Override
  public Map<String, Long> names(NameTable table) {
    return Map.of();
  }
}
