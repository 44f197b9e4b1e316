package keepalived.daemon.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpInstance;
import keepalived.core.loop.SimLoop;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.ServiceNotification.QuorumChanged;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.notify.VrrpNotification.GroupEntered;
import keepalived.core.notify.VrrpNotification.InstanceEntered;
import keepalived.core.notify.VrrpNotification.MasterReceivedLowerPriority;
import keepalived.core.notify.VrrpNotification.State;
import keepalived.daemon.log.Journal;
import keepalived.daemon.mail.MailSender;
import org.junit.jupiter.api.Test;

/// The order of notify scripts, on a virtual clock.
class ScriptQueueTest {

  private static final Duration STEP = Duration.ofMillis(1);

  private final SimLoop loop = new SimLoop();
  private final FakeLauncher launcher = new FakeLauncher();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Journal journal =
      new Journal(() -> Instant.EPOCH, 1, () -> line -> log.add(line.text()));
  private Notifier notifier = notifier(ScriptTiming.DEFAULT);

  private Notifier notifier(ScriptTiming timing) {
    var post = new MailSender(journal, () -> Instant.EPOCH);
    var config =
        Samples.config(
            GlobalSettings.DEFAULT,
            List.of(
                Samples.instance("VI_1", Samples.everything("/i/")),
                Samples.instance("VI_2", Samples.everything("/2/"))),
            List.of(Samples.group("G1", Samples.scripts("/g/"), false)));
    var book = Books.permissive(config);
    var made = new Notifier(new Notifier.Ports(loop, launcher, journal, post), timing, book);
    made.reconfigure(config, book);
    return made;
  }

  private void tell(VrrpNotification notification) {
    notifier.accept(notification);
    loop.runFor(STEP);
  }

  private void state(State state) {
    tell(new InstanceEntered("VI_1", state, 100));
  }

  private void end(String command) {
    launcher.end(command, 0);
    loop.runFor(STEP);
  }

  private long count(Count what) {
    return notifier.counts().get(what);
  }

  @Test
  void genericWaitsForSpecificAndTheNextStateForBoth() {
    state(State.BACKUP);
    assertEquals(List.of("/i/b"), launcher.takeStarted());
    state(State.MASTER);
    assertEquals(List.of(), launcher.takeStarted());
    end("/i/b");
    assertEquals(List.of("/i/any INSTANCE VI_1 BACKUP 100"), launcher.takeStarted());
    end("/i/any INSTANCE VI_1 BACKUP 100");
    assertEquals(List.of("/i/m one two three"), launcher.takeStarted());
    end("/i/m one two three");
    assertEquals(List.of("/i/any INSTANCE VI_1 MASTER 100"), launcher.takeStarted());
  }

  /// The notification follows after the configuration without the instance was applied.
  @Test
  void scriptsOfAnInstanceThatAReloadRemovesAreRunForIt() {
    var next =
        Samples.config(
            GlobalSettings.DEFAULT,
            List.of(Samples.instance("VI_2", Samples.everything("/2/"))),
            List.of());
    notifier.reconfigure(next, Books.permissive(next));
    state(State.DELETED);
    assertEquals(List.of("/i/deleted"), launcher.takeStarted());
    end("/i/deleted");
    assertEquals(List.of("/i/any INSTANCE VI_1 DELETED 100"), launcher.takeStarted());
  }

  @Test
  void ofStatesThatWaitOnlyTheLastIsTold() {
    state(State.BACKUP);
    state(State.MASTER);
    state(State.FAULT);
    state(State.BACKUP);
    state(State.MASTER);
    end("/i/b");
    end("/i/any INSTANCE VI_1 BACKUP 100");
    end("/i/m one two three");
    end("/i/any INSTANCE VI_1 MASTER 100");
    assertEquals(
        List.of(
            "/i/b",
            "/i/any INSTANCE VI_1 BACKUP 100",
            "/i/m one two three",
            "/i/any INSTANCE VI_1 MASTER 100"),
        launcher.takeStarted());
    assertEquals(3, count(Count.SCRIPTS_SUPERSEDED));
  }

  @Test
  void anEventIsNotSupersededByAState() {
    state(State.MASTER);
    tell(new MasterReceivedLowerPriority("VI_1", 100));
    tell(new MasterReceivedLowerPriority("VI_1", 100));
    state(State.BACKUP);
    end("/i/m one two three");
    end("/i/lower");
    assertEquals(List.of("/i/m one two three", "/i/lower", "/i/b"), launcher.takeStarted());
  }

  @Test
  void subjectsDoNotWaitForEachOther() {
    state(State.BACKUP);
    tell(new InstanceEntered("VI_2", State.BACKUP, 90));
    tell(new GroupEntered("G1", State.BACKUP));
    assertEquals(List.of("/i/b", "/2/b", "/g/b"), launcher.takeStarted());
  }

  @Test
  void aSlowSpecificScriptDelaysItsSiblingASecond() {
    state(State.BACKUP);
    loop.runFor(Duration.ofMillis(990));
    assertEquals(List.of("/i/b"), launcher.takeStarted());
    loop.runFor(Duration.ofMillis(20));
    assertEquals(List.of("/i/any INSTANCE VI_1 BACKUP 100"), launcher.takeStarted());
    assertEquals(1, count(Count.SCRIPTS_OVERTAKEN));
  }

  /// `notify_master` may never end; `notify_backup` must run all the same.
  @Test
  void leavingMasterEndsWhatRunsForMasterAndWaitsASecondAtMost() {
    state(State.MASTER);
    loop.runFor(Duration.ofMinutes(5));
    launcher.takeStarted();
    state(State.FAULT);
    assertEquals(
        List.of("TERM /i/m one two three", "TERM /i/any INSTANCE VI_1 MASTER 100"),
        launcher.signals);
    loop.runFor(Duration.ofMillis(990));
    assertEquals(List.of(), launcher.takeStarted());
    loop.runFor(Duration.ofMillis(10));
    assertEquals(List.of("/i/f"), launcher.takeStarted());
    loop.runFor(Duration.ofMillis(1500));
    assertEquals(
        List.of("KILL /i/m one two three", "KILL /i/any INSTANCE VI_1 MASTER 100"),
        launcher.signals.subList(2, 4));
  }

  @Test
  void leavingMasterStartsAsSoonAsTheScriptForMasterHasEnded() {
    state(State.MASTER);
    launcher.takeStarted();
    loop.runFor(Duration.ofMillis(500));
    state(State.BACKUP);
    assertEquals(List.of(), launcher.signals);
    loop.runFor(Duration.ofMillis(500));
    assertEquals(List.of("TERM /i/m one two three"), launcher.signals);
    end("/i/m one two three");
    assertEquals(List.of("/i/b"), launcher.takeStarted());
  }

  /// Stopping a service may take time, and is not cut off.
  @Test
  void aScriptForBackupIsOvertakenButNotEnded() {
    state(State.BACKUP);
    loop.runFor(Duration.ofMillis(1100));
    end("/i/any INSTANCE VI_1 BACKUP 100");
    launcher.takeStarted();
    state(State.FAULT);
    loop.runFor(Duration.ofMillis(1010));
    end("/i/f");
    state(State.MASTER);
    assertEquals(List.of("/i/f", "/i/any INSTANCE VI_1 FAULT 100"), launcher.takeStarted());
    loop.runFor(Duration.ofMillis(3010));
    assertEquals(List.of("/i/m one two three"), launcher.takeStarted());
    assertEquals(List.of(), launcher.signals);
  }

  @Test
  void theLogSaysAtOnceWhatWaitsForWhat() {
    state(State.MASTER);
    end("/i/m one two three");
    loop.runFor(Duration.ofSeconds(4));
    state(State.BACKUP);
    loop.runFor(Duration.ofSeconds(1));
    journal.close();
    assertTrue(
        log.contains(
            "Scripts for INSTANCE VI_1 BACKUP wait for notify script /i/any for INSTANCE VI_1"
                + " MASTER, which runs since 4.001 s"),
        log.toString());
    assertTrue(
        log.contains(
            "Scripts for INSTANCE VI_1 BACKUP start although notify script /i/any for INSTANCE VI_1"
                + " MASTER still runs"),
        log.toString());
  }

  /// A hanging `notify_down` must not keep the service down.
  @Test
  void aServiceThatIsUpAgainWaitsForItsScriptForDownThreeSecondsAtMost() {
    var script = Samples.everything("/i/").masterReceivedLowerPriority();
    var ways = EnumSet.of(Channel.SCRIPT);
    notifier.accept(new ServiceNotification(new QuorumChanged("S", false, ""), script, ways));
    loop.runFor(Duration.ofSeconds(1));
    notifier.accept(new ServiceNotification(new QuorumChanged("S", true, ""), script, ways));
    loop.runFor(Duration.ofMillis(1990));
    assertEquals(List.of("/i/lower"), launcher.takeStarted());
    loop.runFor(Duration.ofMillis(20));
    assertEquals(List.of("/i/lower"), launcher.takeStarted());
  }

  @Test
  void aTimeLimitAsksThenKills() {
    var limited =
        new ScriptTiming(
            Optional.of(Duration.ofSeconds(5)),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
    notifier = notifier(limited);
    tell(new MasterReceivedLowerPriority("VI_1", 100));
    loop.runFor(Duration.ofMillis(4990));
    assertEquals(List.of(), launcher.signals);
    loop.runFor(Duration.ofMillis(20));
    assertEquals(List.of("TERM /i/lower"), launcher.signals);
    loop.runFor(Duration.ofMillis(2010));
    assertEquals(List.of("TERM /i/lower", "KILL /i/lower"), launcher.signals);
    assertEquals(1, count(Count.SCRIPTS_TIMED_OUT));
    assertEquals(1, count(Count.SCRIPTS_FAILED));
  }

  @Test
  void failuresAreLoggedWithStatusAndDuration() {
    state(State.MASTER);
    loop.runFor(Duration.ofMillis(499));
    launcher.end("/i/m one two three", 3);
    launcher.failing = "/i/b";
    end("/i/any INSTANCE VI_1 MASTER 100");
    state(State.BACKUP);
    journal.close();
    assertEquals(
        List.of(
            "Notify script /i/m for INSTANCE VI_1 MASTER exited with status 3 after 0.500 s",
            "Notify script /i/any for INSTANCE VI_1 MASTER succeeded after 0.000 s",
            "Notify script /i/b for INSTANCE VI_1 BACKUP could not be started: Exec format error"),
        log);
    assertEquals(1, count(Count.SCRIPTS_NOT_STARTED));
    assertEquals(
        List.of("/i/any INSTANCE VI_1 BACKUP 100"), List.copyOf(launcher.running.keySet()));
  }

  @Test
  void atStopWhatWaitsStartsSoonAndWhatRunsIsKilled() {
    state(State.MASTER);
    end("/i/m one two three");
    state(State.STOP);
    launcher.takeStarted();
    var done = new boolean[1];
    notifier.stop(() -> done[0] = true);
    loop.runFor(Duration.ofMillis(450));
    assertEquals(List.of("/i/s", "/i/any INSTANCE VI_1 STOP 100"), launcher.takeStarted());
    end("/i/s");
    assertFalse(done[0]);
    loop.runFor(Duration.ofMillis(700));
    assertEquals(
        List.of(
            "TERM /i/any INSTANCE VI_1 MASTER 100",
            "KILL /i/any INSTANCE VI_1 MASTER 100",
            "KILL /i/any INSTANCE VI_1 STOP 100"),
        launcher.signals);
    assertTrue(done[0]);
    assertEquals(2, count(Count.SCRIPTS_KILLED_AT_STOP));
  }

  @Test
  void stoppingWithNothingToWaitForIsImmediate() {
    var done = new boolean[1];
    notifier.stop(() -> done[0] = true);
    loop.runFor(STEP);
    assertTrue(done[0]);
  }

  @Test
  void aReloadKeepsWhatWaits() {
    state(State.BACKUP);
    state(State.MASTER);
    var without =
        new VrrpInstance.InstanceNotify(
            keepalived.core.config.script.NotifyScripts.NONE,
            Optional.empty(),
            false,
            Optional.empty(),
            false,
            false);
    var next =
        Samples.config(
            GlobalSettings.DEFAULT, List.of(Samples.instance("VI_1", without)), List.of());
    notifier.reconfigure(next, Books.permissive(next));
    loop.runFor(STEP);
    end("/i/b");
    end("/i/any INSTANCE VI_1 BACKUP 100");
    end("/i/m one two three");
    launcher.takeStarted();
    end("/i/any INSTANCE VI_1 MASTER 100");
    state(State.BACKUP);
    assertEquals(List.of(), launcher.takeStarted());
  }

  @Test
  void aScriptThatBecameWritableIsRefusedAtTheStart() {
    var security =
        new GlobalSettings.Scripts(
            Optional.empty(),
            true,
            false,
            false,
            Optional.empty(),
            Duration.ZERO,
            Optional.empty(),
            Duration.ZERO);
    var global =
        Samples.global(GlobalSettings.Fifos.DEFAULT, GlobalSettings.Mail.DEFAULT, security);
    var config =
        Samples.config(
            global, List.of(Samples.instance("VI_1", Samples.everything("/i/"))), List.of());
    var modes = new Books.Modes();
    notifier.reconfigure(config, Books.of(config, modes));
    state(State.BACKUP);
    assertEquals(List.of("/i/b"), launcher.takeStarted());
    modes.file = 0100777;
    end("/i/b");
    assertEquals(List.of(), launcher.takeStarted());
    assertEquals(1, count(Count.SCRIPTS_REFUSED));
    journal.close();
    assertTrue(log.getLast().contains("/i/any is writable by others (mode 0777"), log::getLast);
  }
}
