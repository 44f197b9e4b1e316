package keepalived.operations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;

/// One machine with our packaged daemon, set up as an operator would.
final class Operated implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(60);

  final Lab lab = new Lab();
  final Machine machine = lab.machine("router", "10.9.0.1/24");

  static String instance(String name, int vrid, int priority, String address) {
    return """
    vrrp_instance %s {
      interface eth0
      virtual_router_id %d
      priority %d
      advert_int 1
      virtual_ipaddress {
        %s
      }
    }
    """
        .formatted(name, vrid, priority, address);
  }

  static String one(String globals) {
    return "global_defs {\n router_id R\n"
        + globals
        + "\n}\n"
        + instance("VI_1", 51, 255, "10.9.0.100/24");
  }

  void configure(String text) {
    machine.write("keepalived.conf", text);
  }

  /// Starts the daemon in the foreground, logging to the console.
  Program start(String... more) {
    return Keepalived.OURS.start(machine, "keepalived.conf", more);
  }

  /// Starts the daemon with exactly these arguments.
  Program launch(String... words) {
    var command = new ArrayList<>(List.of(Keepalived.OURS.program()));
    command.addAll(List.of(words));
    return machine.start(command.toArray(String[]::new));
  }

  void await(Program daemon, String text) {
    Await.until(() -> text + " in\n" + daemon.output(), () -> daemon.output().contains(text));
  }

  void awaitFile(String path) {
    Await.until(path, () -> machine.status("test", "-s", path) == 0);
  }

  String mode(String path) {
    return machine.mustRun("stat", "-c", "%a", path).strip();
  }

  String read(String path) {
    return machine.mustRun("cat", path);
  }

  @Override
  public void close() {
    lab.close();
  }
}
