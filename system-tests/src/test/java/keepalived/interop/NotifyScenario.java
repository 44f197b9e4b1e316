package keepalived.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Machine;
import keepalived.lab.Program;
import keepalived.lab.compare.Snapshot;
import keepalived.lab.compare.Story;

/// One run of a daemon, observed by scripts, FIFO readers and a mail server: two interfaces, a
/// group of two instances and one alone; all become master, a priority changes, a link goes down
/// and comes back, the daemon is stopped.
final class NotifyScenario implements AutoCloseable {

  private static final String VI_3_MASTER = "INSTANCE \"VI_3\" MASTER 10";
  private static final String GROUP_MASTER = "GROUP \"G1\" MASTER 0";

  static final Story<NotifyScenario> STORY =
      new Story<>(
          "notify/all kinds",
          List.of(
              new Story.Step<>(
                  "master",
                  NotifyScenario::start,
                  n -> n.await(() -> n.wrote(VI_3_MASTER) && n.wrote(GROUP_MASTER))),
              new Story.Step<>(
                  "priority",
                  n -> Files.createFile(n.directory.resolve("flag")),
                  n -> n.await(() -> n.wrote("INSTANCE \"VI_3\" MASTER_PRIORITY 15"))),
              new Story.Step<>(
                  "fault",
                  n -> n.machine.ip("link", "set", "d1p", "down"),
                  NotifyScenario::awaitFault),
              new Story.Step<>(
                  "master again",
                  n -> n.machine.ip("link", "set", "d1p", "up"),
                  NotifyScenario::awaitMasterAgain),
              new Story.Step<>("stopped", NotifyScenario::stop)));

  /// Lines of the recorded original and of what a subject did, in parts that have one order each:
  /// FIFO lines in theirs; calls in the order of each script, since the original runs different
  /// scripts side by side and any may come first; letters in none.
  static Snapshot snapshot(
      List<String> fifo, List<String> common, List<String> calls, List<String> letters) {
    var byScript = Comparator.comparing((String call) -> call.split(" ")[0]);
    var stopping = letters.stream().filter(l -> l.contains(" - Stopping\n")).toList();
    var others = letters.stream().filter(l -> !stopping.contains(l)).map(String::strip);
    return Snapshot.EMPTY
        .with("fifo", fifo)
        .with("common fifo", common)
        .with("calls", calls.stream().sorted(byScript).toList())
        .with("letters", others.sorted().toList())
        .with("letters about stopping", Integer.toString(stopping.size()));
  }

  private static final int SMTP_PORT = 2525;
  private static final int CALLS_BEFORE_THE_STOP = 30;
  private static final int CALLS = 37;

  private final Keepalived kind;
  private final Path directory;
  private final Machine machine = Machine.network("notified");
  private final List<String> letters = Collections.synchronizedList(new ArrayList<>());
  private final List<String> fifo = Collections.synchronizedList(new ArrayList<>());
  private final List<String> common = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> readers = new ArrayList<>();
  private final ServerSocket mail;
  private Program daemon;
  private boolean stopped;

  NotifyScenario(Keepalived kind) throws Exception {
    this.kind = kind;
    directory = Files.createTempDirectory(Path.of("/run"), "notify-scenario");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String name : List.of("d0", "d1")) {
      machine.ip("link", "add", name, "type", "veth", "peer", "name", name + "p");
      machine.ip("link", "set", name, "up");
      machine.ip("link", "set", name + "p", "up");
    }
    machine.ip("address", "add", "10.9.0.1/24", "dev", "d0");
    machine.ip("address", "add", "10.9.0.2/24", "dev", "d1");
    mail = machine.call(() -> new ServerSocket(SMTP_PORT, 50, InetAddress.getByName("127.0.0.1")));
    Thread.ofPlatform().daemon().start(this::takeMail);
    for (String script :
        List.of("m", "b", "f", "s", "any", "gm", "gb", "gf", "gs", "gany", "any2", "any3", "s3")) {
      Path file = Files.writeString(directory.resolve(script), RECORD.formatted(directory));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(directory.resolve("k.conf"), CONFIG.replace("%D", directory.toString()));
  }

  /// Appends its name and arguments in one write.
  private static final String RECORD =
      """
      #!/bin/bash
      printf '%%s\\n' "$(basename "$0")${*:+ $*}" >> %s/calls
      """;

  private static final String CONFIG =
      """
      global_defs {
        router_id R1
        script_user root
        enable_script_security
        notification_email { a@ex.org
          b@ex.org
        }
        notification_email_from ka@ex.org
        smtp_server 127.0.0.1 2525
        smtp_helo_name helo.ex.org
        vrrp_notify_fifo %D/fifo
        notify_fifo %D/common
      }
      vrrp_script S1 {
        script "/usr/bin/test -e %D/flag"
        interval 1
        weight 5
      }
      vrrp_sync_group G1 {
        group {
          VI_1
          VI_2
        }
        smtp_alert
        notify_master %D/gm
        notify_backup %D/gb
        notify_fault %D/gf
        notify_stop %D/gs
        notify %D/gany
      }
      vrrp_instance VI_1 {
        state BACKUP
        interface d0
        virtual_router_id 51
        priority 100
        advert_int 1
        smtp_alert
        virtual_ipaddress { 10.9.0.51
        }
        notify_master "%D/m one 'two three'"
        notify_backup %D/b
        notify_fault %D/f
        notify_stop %D/s
        notify %D/any
      }
      vrrp_instance VI_2 {
        state BACKUP
        interface d1
        virtual_router_id 52
        priority 50
        advert_int 1
        smtp_alert
        virtual_ipaddress { 10.9.0.52
        }
        notify %D/any2
      }
      vrrp_instance VI_3 {
        state MASTER
        interface d1
        virtual_router_id 53
        priority 10
        advert_int 1
        smtp_alert
        notify_priority_changes
        virtual_ipaddress { 10.9.0.53
        }
        track_script { S1
        }
        notify "%D/any3 extra"
        notify_stop "%D/s3 3"
      }
      """;

  private void start() throws Exception {
    var command = new ArrayList<>(List.of(kind.program(), "-n", "-l", "-D"));
    for (String option : List.of("-f", "-p", "-r", "-c")) {
      String name = option.equals("-f") ? "k.conf" : "pid" + option;
      command.addAll(List.of(option, directory.resolve(name).toString()));
    }
    daemon = machine.start(command.toArray(String[]::new));
    read("fifo", fifo);
    read("common", common);
  }

  private void awaitFault() {
    await(() -> wrote("INSTANCE \"VI_3\" FAULT 15") && wrote("GROUP \"G1\" FAULT 0"));
    await(() -> letters.size() >= 12);
  }

  private void awaitMasterAgain() {
    await(() -> count(GROUP_MASTER) == 2 && letters.size() >= 20);
    await(() -> calls().size() >= CALLS_BEFORE_THE_STOP);
  }

  private void stop() throws InterruptedException {
    daemon.stop();
    // The pipes end with their writer; the original does not wait for its last scripts.
    for (var reader : readers) {
      reader.join();
    }
    Await.until(this::toString, () -> calls().size() >= CALLS);
    stopped = true;
  }

  /// What it did in all. Nothing before the stop: scripts and letters are on their way until then.
  Snapshot look() {
    return stopped
        ? snapshot(List.copyOf(fifo), List.copyOf(common), calls(), List.copyOf(letters))
        : Snapshot.EMPTY;
  }

  private boolean wrote(String line) {
    return fifo.contains(line);
  }

  private long count(String line) {
    return fifo.stream().filter(line::equals).count();
  }

  private List<String> calls() {
    try {
      Path calls = directory.resolve("calls");
      return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read(String name, List<String> lines) {
    Path path = directory.resolve(name);
    await(() -> Files.exists(path));
    readers.add(
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try (var reader = Files.newBufferedReader(path)) {
                    reader.lines().forEach(lines::add);
                  } catch (IOException e) {
                    lines.add(e.toString());
                  }
                }));
  }

  private void await(Await.Condition what) {
    Await.until(this::toString, () -> what.holds() || !daemon.alive());
    if (!daemon.alive()) {
      throw new AssertionError("the daemon ended");
    }
  }

  @Override
  public String toString() {
    return "%s%nfifo %s%ncalls %s%nletters %d%n%s"
        .formatted(kind, fifo, calls(), letters.size(), daemon == null ? "" : daemon.output());
  }

  private void takeMail() {
    while (!mail.isClosed()) {
      try {
        var connection = mail.accept();
        Thread.ofPlatform().daemon().start(() -> converse(connection));
      } catch (IOException e) {
        return; // closed at the end
      }
    }
  }

  private void converse(Socket connection) {
    try (connection) {
      var in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      say(connection, "220 test");
      var letter = new StringBuilder();
      boolean data = false;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (data && !line.equals(".")) {
          letter.append(line.startsWith("Date: ") ? "" : line + "\n");
          continue;
        }
        if (line.equals(".")) {
          letters.add(letter.toString());
        }
        data = line.equals("DATA");
        // The original repeats QUIT for ever when the answer is not 221.
        say(connection, data ? "354 go" : line.equals("QUIT") ? "221 bye" : "250 ok");
      }
    } catch (IOException e) {
      return; // the daemon stopped in the middle of a mail
    }
  }

  private static void say(Socket connection, String text) throws IOException {
    connection.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    mail.close();
    machine.close();
    new ProcessBuilder("rm", "-rf", directory.toString()).start().onExit().join();
  }
}
