package keepalived.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A program running on a machine. Its output is kept, with the time of each line.
public final class Program {

  /// One line of output.
  public record Said(Instant when, String text) {}

  private final Machine machine;
  private final Process process;
  private final List<Said> said = new CopyOnWriteArrayList<>();
  private final List<Consumer<Said>> listeners = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private Program(Machine machine, Process process) {
    this.machine = machine;
    this.process = process;
    reader = Thread.ofVirtual().start(this::read);
  }

  static Program start(Machine machine, List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new Program(machine, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        var line = new Said(Instant.now(), text);
        said.add(line);
        listeners.forEach(listener -> listener.accept(line));
      }
    } catch (IOException e) {
      said.add(new Said(Instant.now(), "(output ended: " + e.getMessage() + ")"));
    }
  }

  public Machine machine() {
    return machine;
  }

  public void onLine(Consumer<Said> listener) {
    listeners.add(listener);
  }

  public List<Said> said() {
    return List.copyOf(said);
  }

  /// All output so far, as text.
  public String output() {
    var text = new StringBuilder();
    said.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  /// How often a text occurs in the output so far.
  public int count(String text) {
    return output().split(Pattern.quote(text), -1).length - 1;
  }

  public boolean alive() {
    return process.isAlive();
  }

  /// The program itself (the session leader) by its machine's process id; -1 when it has ended.
  public long pidInside() {
    return leader()
        .map(
            leader -> {
              String status =
                  Commands.run(
                          List.of("sed", "-n", "s/^NSpid:.*\\t//p", "/proc/" + leader + "/status"))
                      .output()
                      .strip();
              return status.isEmpty() ? -1L : Long.parseLong(status);
            })
        .orElse(-1L);
  }

  /// The session leader by the host's process id: nsenter's only child if nsenter entered a process
  /// namespace, otherwise nsenter's own process, which became the program.
  private Optional<Long> leader() {
    return machine.hasOwnProcesses()
        ? process.children().map(ProcessHandle::pid).findFirst()
        : Optional.of(process.pid()).filter(_ -> process.isAlive());
  }

  /// Sends a signal to the program, by name or number.
  public void signal(String signal) {
    leader().ifPresent(pid -> Commands.run(List.of("kill", "-s", signal, Long.toString(pid))));
  }

  /// Kills the whole process group, as a crash does. Works also for a program that is just starting
  /// and has no process group yet.
  public void crash() {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      leader().ifPresent(pid -> Commands.run(List.of("kill", "-KILL", "--", "-" + pid)));
      Await.pass(Duration.ofMillis(20));
    }
    await(Duration.ofSeconds(1));
  }

  /// Stops the whole process group, as a hypervisor does.
  public void freeze() {
    leader().ifPresent(pid -> Commands.run(List.of("kill", "-STOP", "--", "-" + pid)));
  }

  /// Continues the process group, and nsenter, which stops itself together with its child.
  public void thaw() {
    leader().ifPresent(pid -> Commands.run(List.of("kill", "-CONT", "--", "-" + pid)));
    Commands.run(List.of("kill", "-CONT", Long.toString(process.pid())));
  }

  /// Kills what is left on the host of a program whose machine has ended, even if it was stopped.
  void discard() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /// Sends SIGTERM and waits for the end; returns the exit status.
  public int stop() {
    signal("TERM");
    return await(Duration.ofSeconds(20));
  }

  /// Waits for the end; returns the exit status, 128 + N after signal N.
  public int await(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException(
            "a program on " + machine + " did not end within " + atMost + ":\n" + output());
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
