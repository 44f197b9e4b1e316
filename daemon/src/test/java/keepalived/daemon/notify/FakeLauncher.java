package keepalived.daemon.notify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keepalived.daemon.script.Launch;
import keepalived.daemon.script.Launcher;

/// Programs that run until the test ends them.
final class FakeLauncher implements Launcher {

  final List<String> started = new ArrayList<>();
  final List<String> signals = new ArrayList<>();
  final Map<String, Consumer<Ending>> running = new LinkedHashMap<>();
  String failing = "";

  @Override
  public Start start(Launch launch, Consumer<Ending> ended) {
    String command = String.join(" ", launch.arguments());
    if (launch.arguments().getFirst().equals(failing)) {
      return new NotStarted("Exec format error");
    }
    started.add(command);
    running.put(command, ended);
    return new Running() {
      @Override
      public void terminate() {
        signals.add("TERM " + command);
      }

      @Override
      public void kill() {
        signals.add("KILL " + command);
        end(command, new Killed(9));
      }
    };
  }

  void end(String command, int status) {
    end(command, new Exited(status));
  }

  private void end(String command, Ending how) {
    var ended = running.remove(command);
    if (ended != null) {
      ended.accept(how);
    }
  }

  List<String> takeStarted() {
    var all = List.copyOf(started);
    started.clear();
    return all;
  }
}
