package keepalived.daemon.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.Fifo;
import keepalived.core.config.GlobalSettings.Fifos;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.script.Script;
import keepalived.core.notify.VrrpNotification.InstanceEntered;
import keepalived.core.notify.VrrpNotification.State;
import keepalived.daemon.host.HostAccounts;
import keepalived.daemon.host.HostLauncher;
import keepalived.daemon.log.Journal;
import keepalived.daemon.mail.MailSender;
import keepalived.daemon.script.FileTree;
import keepalived.daemon.script.ScriptBook;
import keepalived.daemon.script.ScriptResolver;
import keepalived.lab.Await;
import keepalived.linux.child.Children;
import keepalived.linux.kernel.NamedPipe;
import keepalived.linux.loop.EpollLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real files, users and children on a host where other users try to make root run something.
@Tag("linux")
class HostileInputTest {

  private static final String NOBODY = "nobody";
  private static final String NASTY = "VI $(touch $W/pwned); `id` '\" | & * \\n";

  private Path directory;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Journal journal =
      new Journal(() -> Instant.EPOCH, 1, () -> line -> log.add(line.text()));
  private final List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
  private EpollLoop loop;
  private Notifier notifier;
  private Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin");

  @BeforeEach
  void start() throws IOException {
    // All directories above belong to root, so a refusal is due to the test's own changes.
    directory = Files.createTempDirectory(Path.of("/run"), "notify-test");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    loop = EpollLoop.start("notify-test", uncaught::add);
    var post = new MailSender(journal, () -> Instant.EPOCH);
    notifier =
        new Notifier(
            new Notifier.Ports(loop, new HostLauncher(new Children(loop)), journal, post),
            ScriptTiming.DEFAULT,
            book(Config.EMPTY));
  }

  @AfterEach
  void stop() throws Exception {
    var done = new CountDownLatch(1);
    notifier.stop(done::countDown);
    assertTrue(done.await(20, TimeUnit.SECONDS));
    loop.close();
    journal.close();
    try (var files = Files.walk(directory)) {
      files.sorted(Collections.reverseOrder()).forEach(f -> f.toFile().delete());
    }
    assertEquals(List.of(), uncaught);
  }

  private ScriptBook book(Config config) {
    return ScriptBook.of(
        config,
        new ScriptResolver(
            new ScriptResolver.Ports(FileTree.HOST, new HostAccounts(), environment, Path.of("/")),
            config.global()));
  }

  private Path script(String name, String body) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private void configure(boolean security, Script any, Fifos fifos) {
    var scripts =
        new GlobalSettings.Scripts(
            Optional.of(new Script.RunAs(Optional.of("root"), Optional.empty())),
            security,
            false,
            false,
            Optional.empty(),
            Duration.ZERO,
            Optional.empty(),
            Duration.ZERO);
    var none = Optional.<Script>empty();
    var notices =
        new VrrpInstance.InstanceNotify(
            new NotifyScripts(none, none, none, none, Optional.of(any)),
            none,
            false,
            none,
            false,
            false);
    var config =
        Samples.config(
            Samples.global(fifos, GlobalSettings.Mail.DEFAULT, scripts),
            List.of(Samples.instance(NASTY, notices)),
            List.of());
    var book = book(config);
    book.remarks().forEach(r -> log.add(r.text()));
    notifier.reconfigure(config, book);
  }

  private void configure(boolean security, Path script, Optional<String> user) {
    var runAs = user.map(u -> new Script.RunAs(Optional.of(u), Optional.empty()));
    configure(
        security,
        new Script(script.toString(), List.of(script.toString()), runAs, Script.Kind.PROGRAM),
        Fifos.DEFAULT);
  }

  private void tell() {
    notifier.accept(new InstanceEntered(NASTY, State.MASTER, 100));
  }

  private void await(Await.Condition what) {
    Await.until(() -> "log: " + log, what);
  }

  /// Waits until all notifications so far are processed.
  private void settle() throws InterruptedException {
    var passed = new CountDownLatch(1);
    loop.post(passed::countDown);
    assertTrue(passed.await(20, TimeUnit.SECONDS));
    await(
        () ->
            notifier.counts().get(Count.SCRIPTS_STARTED)
                == log.stream().filter(l -> l.contains("succeeded after")).count()
                    + notifier.counts().get(Count.SCRIPTS_FAILED));
  }

  @Test
  void aNameIsOneArgumentWhateverIsInIt() throws Exception {
    Path out = directory.resolve("out");
    configure(
        true,
        script(
            "s",
            "for a; do printf '[%s]' \"$a\"; done > " + out + ".new; mv " + out + ".new " + out),
        Optional.empty());
    tell();
    await(() -> Files.exists(out));
    assertEquals("[INSTANCE][" + NASTY + "][MASTER][100]", Files.readString(out));
    assertFalse(Files.exists(directory.resolve("pwned")));
  }

  @Test
  void shellSyntaxGetsTheNameAsAnArgumentToo() throws Exception {
    Path out = directory.resolve("out");
    String text = "printf '[%s]' \"$@\" > " + out + ".new && mv " + out + ".new " + out;
    configure(
        true,
        new Script(text, List.of("printf"), Optional.empty(), Script.Kind.SHELL),
        Fifos.DEFAULT);
    tell();
    await(() -> Files.exists(out));
    assertEquals("[INSTANCE][" + NASTY + "][MASTER][100]", Files.readString(out));
  }

  @Test
  void writableScriptsAndDirectoriesDoNotRun() throws Exception {
    for (String mode : List.of("rwxrwxr-x", "rwxr-xrwx")) {
      Path script = script("w", "touch " + directory + "/pwned");
      Files.setAttribute(script, "unix:gid", 65534);
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString(mode));
      configure(true, script, Optional.empty());
      tell();
      settle();
    }
    Path open = Files.createDirectory(directory.resolve("open"));
    Path inside = Files.move(script("i", "touch " + directory + "/pwned"), open.resolve("i"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    configure(true, inside, Optional.empty());
    tell();
    settle();
    assertFalse(Files.exists(directory.resolve("pwned")));
    String path = directory.toString();
    for (String expected :
        List.of(
            "Unsafe permissions found for script '" + path + "/w' - disabling.",
            "Script security: "
                + path
                + "/w is writable by group 65534 (mode 0775, bit 0020), and root would run it",
            "Script security: "
                + path
                + "/w is writable by others (mode 0757, bit 0002), and root would run it",
            "Unsafe permissions found for script '" + path + "/open/i' - disabling.",
            "Script security: "
                + path
                + "/open is writable by others (mode 0777, bit 0002), and root would run it")) {
      assertTrue(log.contains(expected), () -> expected + " is not in " + log);
    }
  }

  /// Another user flips a link between a good script and his own as fast as possible, while states
  /// change and reloads check the path again and again.
  @Test
  void noRaceWithASymbolicLinkIsEverWon() throws Exception {
    Path good = script("good", "touch " + directory + "/good.ran");
    Path his = Files.createDirectory(directory.resolve("his"));
    Path evil = Files.copy(script("evil", "touch " + directory + "/pwned"), his.resolve("evil"));
    Files.setAttribute(evil, "unix:uid", 65534);
    Files.setPosixFilePermissions(evil, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setAttribute(his, "unix:uid", 65534);
    Path link = his.resolve("script");
    var stop = new AtomicBoolean();
    var flipper = Thread.ofPlatform().start(() -> flip(link, good, evil, stop));
    try {
      for (int i = 0; i < 200; i++) {
        configure(true, link, Optional.empty());
        tell();
      }
      settle();
    } finally {
      stop.set(true);
      flipper.join();
    }
    assertFalse(Files.exists(directory.resolve("pwned")));
    assertFalse(Files.exists(directory.resolve("good.ran")), "by a path that is not root's");
    assertEquals(0, notifier.counts().get(Count.SCRIPTS_STARTED));
  }

  private static void flip(Path link, Path good, Path evil, AtomicBoolean stop) {
    Path next = link.resolveSibling("next");
    try {
      for (int i = 0; !stop.get(); i++) {
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, i % 2 == 0 ? good : evil);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aScriptThatBecomesWritableAfterTheStartIsRefused() throws Exception {
    Path script = script("s", "touch " + directory + "/ran");
    configure(true, script, Optional.empty());
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxrwx"));
    tell();
    settle();
    assertFalse(Files.exists(directory.resolve("ran")));
    assertEquals(1, notifier.counts().get(Count.SCRIPTS_REFUSED));
  }

  @Test
  void nothingOfOursIsInheritedAndTheUserIsTheConfiguredOne() throws Exception {
    environment =
        Map.of(
            "PATH", "/usr/bin:/bin",
            "LD_PRELOAD", "/nonexistent.so",
            "LD_LIBRARY_PATH", "/tmp",
            "IFS", "x",
            "JDK_JAVA_OPTIONS", "-Xmx1m",
            "KEPT", "yes");
    Path out = Files.createDirectory(directory.resolve("out"));
    Files.setAttribute(out, "unix:uid", 65534);
    String body =
        "cd %s; (id -u; id -g; id -G; pwd -P; ls -l /proc/self/fd | wc -l) > ids; env > env; mv env done"
            .formatted(out);
    configure(true, script("s", body.replace("pwd -P", "echo $OLDPWD")), Optional.of(NOBODY));
    tell();
    await(() -> Files.exists(out.resolve("done")));
    var ids = Files.readAllLines(out.resolve("ids"));
    // descriptors 0, 1, 2 and the directory that ls reads, and ls's line with the total
    assertEquals(List.of("65534", "65534", "65534", "/", "5"), ids);
    var variables = Files.readAllLines(out.resolve("done"));
    assertTrue(variables.contains("KEPT=yes"));
    for (String hidden : List.of("LD_PRELOAD", "LD_LIBRARY_PATH", "IFS=", "JDK_JAVA_OPTIONS")) {
      assertTrue(variables.stream().noneMatch(v -> v.startsWith(hidden)), variables::toString);
    }
  }

  @Test
  void aFifoThatAnotherMadeGetsNothing() throws Exception {
    Path sticky = Files.createDirectory(directory.resolve("tmp"));
    Files.setAttribute(sticky, "unix:mode", 01777);
    Path fifo = sticky.resolve("fifo");
    NamedPipe.make(fifo, 0666);
    Files.setAttribute(fifo, "unix:uid", 65534);
    try (var his = NamedPipe.open(fifo)) {
      var vrrp = new Fifo(fifo.toString(), Optional.empty(), Optional.empty());
      configure(
          true,
          Samples.script("/bin/true"),
          new Fifos(Optional.empty(), Optional.of(vrrp), Optional.empty(), false));
      tell();
      settle();
      assertEquals(0, notifier.counts().get(Count.FIFO_LINES));
      assertTrue(his.write("still empty".getBytes(StandardCharsets.UTF_8)));
    }
    assertTrue(
        log.contains(
            "Unable to use vrrp_notify fifo "
                + fifo
                + " - it exists and belongs to uid 65534, neither to us nor to its configured"
                + " owner"),
        log::toString);
  }

  @Test
  void aFifoOfItsConfiguredOwnerIsUsedAndANewOneIsGivenToHim() throws Exception {
    Path fifo = directory.resolve("fifo");
    var owner = Optional.of(new Script.RunAs(Optional.of(NOBODY), Optional.empty()));
    var vrrp = Optional.of(new Fifo(fifo.toString(), owner, Optional.empty()));
    var fifos = new Fifos(Optional.empty(), vrrp, Optional.empty(), false);
    configure(true, Samples.script("/bin/true"), fifos);
    tell();
    settle();
    assertEquals(65534, Files.getAttribute(fifo, "unix:uid"));
    assertEquals(65534, Files.getAttribute(fifo, "unix:gid"));
    assertEquals(1, notifier.counts().get(Count.FIFO_LINES));
  }

  @Test
  void whatRunsAtStopIsKilledWithAllItStarted() throws Exception {
    Path pid = directory.resolve("pid");
    configure(
        true,
        script("s", "sleep 300 & echo $! > %s.new; mv %s.new %s; wait".formatted(pid, pid, pid)),
        Optional.empty());
    tell();
    await(() -> Files.exists(pid));
    long child = Long.parseLong(Files.readString(pid).strip());
    assertTrue(isRunning(child));
    var done = new CountDownLatch(1);
    notifier.stop(done::countDown);
    assertTrue(done.await(20, TimeUnit.SECONDS));
    await(() -> !isRunning(child));
    assertEquals(1, notifier.counts().get(Count.SCRIPTS_KILLED_AT_STOP));
  }

  /// Whether the process runs; a zombie does not.
  private static boolean isRunning(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }
}
