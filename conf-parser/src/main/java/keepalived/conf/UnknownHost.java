package keepalived.conf;

import java.util.Map;
import java.util.Optional;

/// Answers yes to everything.
final class UnknownHost implements HostFacts {

  @Override
  public Optional<NetworkInterface> networkInterface(String name) {
    return Optional.of(
        new NetworkInterface(
            name, name.equals("lo"), true, true, false, NetworkInterface.USUAL_MTU));
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
