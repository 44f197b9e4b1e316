package keepalived.daemon.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.GlobalSettings.Fifo;
import keepalived.core.config.GlobalSettings.Fifos;
import keepalived.core.loop.SimLoop;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.ServiceNotification.QuorumChanged;
import keepalived.core.notify.VrrpNotification.InstanceEntered;
import keepalived.core.notify.VrrpNotification.State;
import keepalived.daemon.log.Journal;
import keepalived.daemon.mail.MailSender;
import keepalived.linux.kernel.NamedPipe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoNotifierTest {

  private static final Duration STEP = Duration.ofMillis(1);

  @TempDir Path directory;

  private final SimLoop loop = new SimLoop();
  private final FakeLauncher launcher = new FakeLauncher();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Journal journal =
      new Journal(() -> Instant.EPOCH, 0, () -> line -> log.add(line.text()));
  private final Notifier notifier =
      new Notifier(
          new Notifier.Ports(loop, launcher, journal, new MailSender(journal, () -> Instant.EPOCH)),
          ScriptTiming.DEFAULT,
          Books.permissive(Config.EMPTY));

  @AfterEach
  void close() {
    notifier.stop(() -> {});
    loop.runFor(Duration.ofSeconds(5));
    journal.close();
  }

  private void configure(Fifos fifos) {
    var config =
        Samples.config(Samples.global(fifos, GlobalSettings.Mail.DEFAULT), List.of(), List.of());
    notifier.reconfigure(config, Books.permissive(config));
    loop.runFor(STEP);
  }

  private Fifos vrrpOnly(Path path) {
    return new Fifos(Optional.empty(), Optional.of(fifo(path)), Optional.empty(), false);
  }

  private static Fifo fifo(Path path) {
    return new Fifo(path.toString(), Optional.empty(), Optional.empty());
  }

  private void tell(String name, State state) {
    notifier.accept(new InstanceEntered(name, state, 100));
    loop.runFor(STEP);
  }

  private static String take(Path path, int length) throws IOException {
    try (var in = new FileInputStream(path.toFile())) {
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
  }

  private List<String> loggedAfterClose() {
    journal.close();
    return log;
  }

  @Test
  void linesGoToTheCommonFifoAndToTheirOwn() throws IOException {
    Path all = directory.resolve("all");
    Path vrrp = directory.resolve("vrrp");
    Path lvs = directory.resolve("lvs");
    configure(
        new Fifos(Optional.of(fifo(all)), Optional.of(fifo(vrrp)), Optional.of(fifo(lvs)), false));
    tell("VI_1", State.MASTER);
    notifier.accept(
        new ServiceNotification(
            new QuorumChanged("FWM 7", false, ""), Optional.empty(), Set.of(Channel.FIFO)));
    loop.runFor(STEP);
    String instance = "INSTANCE \"VI_1\" MASTER 100\n";
    String service = "VS FWM 7 DOWN\n";
    assertEquals(instance + service, take(all, instance.length() + service.length()));
    assertEquals(instance, take(vrrp, instance.length()));
    assertEquals(service, take(lvs, service.length()));
    assertEquals(4, notifier.counts().get(Count.FIFO_LINES));
  }

  @Test
  void madeWithModeLessUmaskAndRemovedAtStop() throws IOException {
    Path path = directory.resolve("f");
    configure(vrrpOnly(path));
    assertEquals(0010600, Files.getAttribute(path, "unix:mode"));
    notifier.stop(() -> {});
    loop.runFor(STEP);
    assertFalse(Files.exists(path));
  }

  @Test
  void oneThatSomeoneRemovesOrReplacesIsMadeAgainAtTheReload() throws IOException {
    Path path = directory.resolve("f");
    configure(vrrpOnly(path));
    Files.delete(path);
    configure(vrrpOnly(path));
    tell("VI_1", State.BACKUP);
    assertEquals("INSTANCE \"VI_1\" BACKUP 100\n", take(path, 27));
    Files.delete(path);
    NamedPipe.make(path, 0640);
    configure(vrrpOnly(path));
    tell("VI_1", State.MASTER);
    assertEquals("INSTANCE \"VI_1\" MASTER 100\n", take(path, 27));
    String line = "vrrp_notify fifo " + path + " was removed by another program, made again";
    assertEquals(List.of(line, line), loggedAfterClose());
  }

  @Test
  void oneThatExistedIsUsedAndStays() throws IOException {
    Path path = directory.resolve("f");
    NamedPipe.make(path, 0640);
    var mode = Files.getAttribute(path, "unix:mode");
    configure(vrrpOnly(path));
    tell("VI_1", State.BACKUP);
    assertEquals("INSTANCE \"VI_1\" BACKUP 100\n", take(path, 27));
    notifier.stop(() -> {});
    loop.runFor(STEP);
    assertTrue(Files.exists(path));
    assertEquals(mode, Files.getAttribute(path, "unix:mode"));
  }

  /// A file that another program put at the path is not removed.
  @Test
  void atStopOnlyWhatIsOursIsRemoved() throws IOException {
    Path path = directory.resolve("f");
    configure(vrrpOnly(path));
    Files.delete(path);
    Files.writeString(path, "not yours");
    notifier.stop(() -> {});
    loop.runFor(STEP);
    assertEquals("not yours", Files.readString(path));
  }

  @Test
  void anythingElseIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "precious");
    configure(vrrpOnly(file));
    tell("VI_1", State.BACKUP);
    assertEquals("precious", Files.readString(file));
    Path real = directory.resolve("real");
    NamedPipe.make(real, 0600);
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    configure(vrrpOnly(link));
    Path nowhere = directory.resolve("no/such");
    configure(vrrpOnly(nowhere));
    tell("VI_1", State.MASTER);
    assertEquals(0, notifier.counts().get(Count.FIFO_LINES));
    assertEquals(
        List.of(
            "Unable to use vrrp_notify fifo " + file + " - it exists and is not a FIFO",
            "Unable to open vrrp_notify fifo "
                + link
                + " - errno 40: symbolic links are not followed",
            "Unable to create vrrp_notify fifo " + nowhere + " - No such file or directory"),
        loggedAfterClose());
  }

  @Test
  void aFullPipeLosesWholeLinesAndSaysSo() throws IOException {
    Path path = directory.resolve("f");
    configure(vrrpOnly(path));
    String name = "x".repeat(970);
    int lines = 0;
    while (notifier.counts().get(Count.FIFO_LINES_LOST) < 3) {
      tell(name, State.MASTER);
      lines++;
      assertTrue(lines < 100_000, "the pipe never fills");
    }
    int written = lines - 3;
    String line = "INSTANCE \"" + name + "\" MASTER 100\n";
    assertEquals(line.repeat(written), take(path, written * line.length()));
    tell("VI_1", State.BACKUP);
    assertEquals("INSTANCE \"VI_1\" BACKUP 100\n", take(path, 27));
    assertEquals(
        List.of(
            "vrrp_notify fifo " + path + " is full; lines are lost until it is read",
            "vrrp_notify fifo " + path + " has room again; 3 lines were lost"),
        loggedAfterClose());
  }

  @Test
  void aLineThatCouldArriveInPiecesIsNotWritten() throws IOException {
    Path path = directory.resolve("f");
    configure(vrrpOnly(path));
    String fits = "y".repeat(4096 - "INSTANCE \"\" MASTER 100\n".length());
    tell(fits + "y", State.MASTER);
    tell(fits, State.MASTER);
    tell(fits + "yy", State.MASTER);
    assertEquals("INSTANCE \"" + fits + "\" MASTER 100\n", take(path, 4096));
    assertEquals(2, notifier.counts().get(Count.FIFO_LINES_TOO_LONG));
    assertEquals(1, loggedAfterClose().size());
  }

  @Test
  void theReaderIsStartedOnceWithThePathLast() {
    Path path = directory.resolve("f");
    var reader = Samples.script("/r/reader", "a", "b c");
    var fifos =
        new Fifos(
            Optional.of(new Fifo(path.toString(), Optional.empty(), Optional.of(reader))),
            Optional.empty(),
            Optional.empty(),
            false);
    configure(fifos);
    configure(fifos);
    assertEquals(List.of("/r/reader a b c " + path), launcher.takeStarted());
    assertEquals(List.of(), launcher.signals);
    launcher.end("/r/reader a b c " + path, 1);
    configure(fifos);
    assertEquals(List.of(), launcher.takeStarted());
    assertEquals(List.of("notify fifo script terminated"), loggedAfterClose());
  }

  /// The data in the pipe can still be read, then its end: a reader that ends there by itself is
  /// not signalled.
  @Test
  void atReloadToAnotherPathTheReaderIsAskedAfterAPause() {
    Path path = directory.resolve("f");
    var reader = Optional.of(Samples.script("/r/reader"));
    configure(
        new Fifos(
            Optional.empty(),
            Optional.of(new Fifo(path.toString(), Optional.empty(), reader)),
            Optional.empty(),
            false));
    Path other = directory.resolve("g");
    configure(
        new Fifos(
            Optional.empty(),
            Optional.of(new Fifo(other.toString(), Optional.empty(), reader)),
            Optional.empty(),
            false));
    assertEquals(List.of("/r/reader " + path, "/r/reader " + other), launcher.takeStarted());
    assertFalse(Files.exists(path));
    assertTrue(Files.exists(other));
    assertEquals(List.of(), launcher.signals);
    loop.runFor(Duration.ofMillis(600));
    assertEquals(List.of("TERM /r/reader " + path), launcher.signals);
    loop.runFor(Duration.ofMillis(600));
    assertEquals(List.of("TERM /r/reader " + path, "KILL /r/reader " + path), launcher.signals);
  }

  /// As in the original: the reader is signalled first, then receives the last lines and their end.
  /// A reader that cleans up finds its FIFO.
  @Test
  void atStopTheReaderIsAskedFirstAndTheFifoStaysUntilItHasEnded() throws IOException {
    Path path = directory.resolve("f");
    var reader = Optional.of(Samples.script("/r/reader"));
    configure(
        new Fifos(
            Optional.empty(),
            Optional.of(new Fifo(path.toString(), Optional.empty(), reader)),
            Optional.empty(),
            false));
    notifier.stopping();
    loop.runFor(STEP);
    assertEquals(List.of("TERM /r/reader " + path), launcher.signals);
    tell("VI_1", State.STOP);
    assertEquals("INSTANCE \"VI_1\" STOP 100\n", take(path, 25));
    notifier.stop(() -> {});
    loop.runFor(STEP);
    assertTrue(Files.exists(path));
    launcher.end("/r/reader " + path, 0);
    assertFalse(Files.exists(path));
    loop.runFor(Duration.ofSeconds(5));
    assertEquals(List.of("TERM /r/reader " + path), launcher.signals);
  }

  @Test
  void atStopAReaderThatDoesNotEndIsMadeTo() {
    Path path = directory.resolve("f");
    var reader = Optional.of(Samples.script("/r/reader"));
    configure(
        new Fifos(
            Optional.of(new Fifo(path.toString(), Optional.empty(), reader)),
            Optional.empty(),
            Optional.empty(),
            false));
    notifier.stopping();
    var done = new boolean[1];
    notifier.stop(() -> done[0] = true);
    loop.runFor(Duration.ofMillis(1100));
    assertEquals(List.of("TERM /r/reader " + path, "KILL /r/reader " + path), launcher.signals);
    assertFalse(Files.exists(path));
    assertTrue(done[0]);
  }

  @Test
  void oneFileHasOnePurposeAndOneReader() {
    Path path = directory.resolve("f");
    var reader = Optional.of(Samples.script("/r/reader"));
    var same = Optional.of(new Fifo(path.toString(), Optional.empty(), reader));
    configure(new Fifos(same, same, same, false));
    assertEquals(List.of("/r/reader " + path), launcher.takeStarted());
    tell("VI_1", State.MASTER);
    assertEquals(1, notifier.counts().get(Count.FIFO_LINES));
    configure(new Fifos(Optional.empty(), same, same, false));
    assertEquals(List.of("/r/reader " + path), launcher.takeStarted());
    assertEquals(
        List.of(
            "notify FIFO "
                + path
                + " has been specified for global and vrrp FIFO - ignoring vrrp FIFO",
            "notify FIFO "
                + path
                + " has been specified for global and LVS FIFO - ignoring LVS FIFO",
            "LVS notify FIFO and vrrp FIFO are the same both with scripts - ignoring LVS FIFO"
                + " script"),
        loggedAfterClose());
  }

  @Test
  void statesCanBeRepeatedAfterAReload() throws IOException {
    Path path = directory.resolve("f");
    configure(vrrpOnly(path));
    notifier.repeatToFifos(List.of(new InstanceEntered("VI_1", State.MASTER, 100)));
    loop.runFor(STEP);
    assertEquals("INSTANCE \"VI_1\" MASTER 100\n", take(path, 27));
  }
}
