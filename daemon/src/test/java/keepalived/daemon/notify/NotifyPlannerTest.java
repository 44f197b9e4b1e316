package keepalived.daemon.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.ServiceNotification.QuorumChanged;
import keepalived.core.notify.ServiceNotification.RealServerChanged;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.notify.VrrpNotification.GroupEntered;
import keepalived.core.notify.VrrpNotification.InstanceEntered;
import keepalived.core.notify.VrrpNotification.MasterReceivedLowerPriority;
import keepalived.core.notify.VrrpNotification.PriorityChanged;
import keepalived.core.notify.VrrpNotification.State;
import keepalived.daemon.mail.Mail;
import org.junit.jupiter.api.Test;

class NotifyPlannerTest {

  private final Subjects subjects =
      Subjects.NONE.next(
          Samples.config(
              GlobalSettings.DEFAULT,
              List.of(
                  Samples.instance("VI_1", Samples.everything("/i/")),
                  Samples.instance("VI_3", Samples.everything("/3/"))),
              List.of(Samples.group("G1", Samples.scripts("/g/"), true))));

  @Test
  void specificScriptWithoutArgumentsThenGenericWithAllFour() {
    for (var state : List.of(State.MASTER, State.BACKUP, State.FAULT, State.STOP)) {
      var deliveries = NotifyPlanner.of(new InstanceEntered("VI_1", state, 105), subjects);
      String specific = "/i/" + state.name().toLowerCase(java.util.Locale.ROOT).charAt(0);
      assertEquals(List.of(specific, "/i/any INSTANCE VI_1 " + state + " 105"), calls(deliveries));
      assertEquals("INSTANCE \"VI_1\" " + state + " 105\n", deliveries.line().orElseThrow());
    }
  }

  @Test
  void aGroupHasPriorityZero() {
    var deliveries = NotifyPlanner.of(new GroupEntered("G1", State.FAULT), subjects);
    assertEquals(List.of("/g/f", "/g/any GROUP G1 FAULT 0"), calls(deliveries));
    assertEquals("GROUP \"G1\" FAULT 0\n", deliveries.line().orElseThrow());
  }

  @Test
  void deletedLowerPriorityAndPriorityChange() {
    var deliveries = NotifyPlanner.of(new InstanceEntered("VI_1", State.DELETED, 100), subjects);
    assertEquals(List.of("/i/deleted", "/i/any INSTANCE VI_1 DELETED 100"), calls(deliveries));
    deliveries = NotifyPlanner.of(new MasterReceivedLowerPriority("VI_1", 100), subjects);
    assertEquals(List.of("/i/lower"), calls(deliveries));
    assertEquals("INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 100\n", deliveries.line().orElseThrow());
    deliveries = NotifyPlanner.of(new PriorityChanged("VI_1", State.BACKUP, 95), subjects);
    assertEquals(List.of(), calls(deliveries));
    assertEquals("INSTANCE \"VI_1\" BACKUP_PRIORITY 95\n", deliveries.line().orElseThrow());
  }

  @Test
  void priorityChangesAreToldOnlyWhereAskedFor() {
    var quiet =
        new VrrpInstance.InstanceNotify(
            NotifyScripts.NONE, Optional.empty(), false, Optional.empty(), false, false);
    var silent =
        Subjects.NONE.next(
            Samples.config(
                GlobalSettings.DEFAULT, List.of(Samples.instance("VI_1", quiet)), List.of()));
    var change = new PriorityChanged("VI_1", State.MASTER, 95);
    assertEquals(Optional.empty(), NotifyPlanner.of(change, silent).line());
  }

  /// The lines that the original wrote to its FIFO for the same events.
  @Test
  void vrrpLinesAreTheOriginals() {
    var lines = new StringBuilder();
    for (String line : resource("vrrp-fifo-2.2.7.txt").lines().toList()) {
      NotifyPlanner.of(vrrp(line.split(" ")), subjects).line().ifPresent(lines::append);
    }
    assertEquals(resource("vrrp-fifo-2.2.7.txt").replace("VI_2", "VI_1"), lines.toString());
  }

  private static VrrpNotification vrrp(String[] words) {
    // VI_2 is not configured here: an unknown instance still has a FIFO line
    String name = words[1].replace("\"", "").replace("VI_2", "VI_1");
    int priority = Integer.parseInt(words[3]);
    if (words[0].equals("GROUP")) {
      return new GroupEntered(name, State.valueOf(words[2]));
    }
    return words[2].endsWith("_PRIORITY")
        ? new PriorityChanged(name, State.valueOf(words[2].replace("_PRIORITY", "")), priority)
        : new InstanceEntered(name, State.valueOf(words[2]), priority);
  }

  @Test
  void lvsLinesAreTheOriginals() {
    var events =
        List.<ServiceNotification.Change>of(
            new QuorumChanged("[10.9.0.51]:tcp:80", true, ""),
            new QuorumChanged("FWM 7", true, ""),
            new RealServerChanged(
                "[10.9.0.51]:tcp:80", "[127.0.0.1]:tcp:8003", Samples.SERVER, false, ""),
            new RealServerChanged("FWM 7", "[127.0.0.1]:none:8001", Samples.SERVER, false, ""),
            new QuorumChanged("FWM 7", false, ""));
    var lines = new StringBuilder();
    for (var event : events) {
      var notice = new ServiceNotification(event, Optional.empty(), Set.of(Channel.FIFO));
      NotifyPlanner.of(notice).line().ifPresent(lines::append);
    }
    assertEquals(resource("lvs-fifo-2.2.7.txt"), lines.toString());
  }

  @Test
  void servicesAreToldByTheWaysAskedFor() {
    var script = Optional.of(Samples.script("/down", "1"));
    var lost = new QuorumChanged("FWM 7", false, "=> Lost quorum 1-0=1 > 0 <=");
    var all = NotifyPlanner.of(new ServiceNotification(lost, script, Set.of(Channel.values())));
    assertEquals(List.of("/down"), calls(all));
    assertTrue(all.line().isPresent());
    assertFalse(all.alert().orElseThrow().aboutCheck());
    var silent = NotifyPlanner.of(new ServiceNotification(lost, script, Set.of()));
    assertEquals(List.of(), calls(silent));
    assertEquals(Optional.empty(), silent.line());
    assertEquals(Optional.empty(), silent.alert());
    var check =
        NotifyPlanner.of(new ServiceNotification(lost, script, Set.of(Channel.CHECKER_MAIL)));
    assertTrue(check.alert().orElseThrow().aboutCheck());
    assertEquals(Optional.empty(), check.line());
  }

  /// Subjects and bodies as the original mailed them.
  @Test
  void letters() {
    letter(
        "VRRP Instance VI_1 - Entering MASTER state",
        "=> VRRP Instance is now owning VRRP VIPs <=",
        new InstanceEntered("VI_1", State.MASTER, 1));
    letter(
        "VRRP Instance VI_1 - Entering BACKUP state",
        "=> VRRP Instance is no longer owning VRRP VIPs <=",
        new InstanceEntered("VI_1", State.BACKUP, 1));
    letter(
        "VRRP Instance VI_1 - Entering FAULT state",
        "=> VRRP Instance is no longer owning VRRP VIPs <=",
        new InstanceEntered("VI_1", State.FAULT, 1));
    letter(
        "VRRP Instance VI_1 - Stopping",
        "=> VRRP Instance stopping <=",
        new InstanceEntered("VI_1", State.STOP, 1));
    letter(
        "VRRP Instance VI_1 - Deleted",
        "=> VRRP Deleted at reload <=",
        new InstanceEntered("VI_1", State.DELETED, 1));
    letter(
        "VRRP Group G1 - Entering FAULT state",
        "=> All VRRP group instances are now in FAULT state <=",
        new GroupEntered("G1", State.FAULT));
    letter(
        "VRRP Group G1 - Stopping",
        "=> All VRRP group instances are now stopping <=",
        new GroupEntered("G1", State.STOP));
    serviceLetter(
        "Virtualserver FWM 7 - DOWN",
        "=> Lost quorum 1-0=1 > 0 <=",
        new QuorumChanged("FWM 7", false, "=> Lost quorum 1-0=1 > 0 <="));
    serviceLetter(
        "Realserver [127.0.0.1]:tcp:8001 of virtual server [10.9.0.51]:tcp:80 - UP",
        "=> TCP CHECK succeed on service <=",
        new RealServerChanged(
            "[10.9.0.51]:tcp:80",
            "[127.0.0.1]:tcp:8001",
            Samples.SERVER,
            true,
            "=> TCP CHECK succeed on service <="));
  }

  private static void serviceLetter(String subject, String body, ServiceNotification.Change what) {
    var notice = new ServiceNotification(what, Optional.empty(), Set.of(Channel.MAIL));
    var alert = NotifyPlanner.of(notice).alert().orElseThrow();
    assertEquals(new Mail(subject, body), alert.letter());
  }

  private void letter(String subject, String body, VrrpNotification notification) {
    var alert = NotifyPlanner.of(notification, subjects).alert().orElseThrow();
    assertEquals(new Mail(subject, body), alert.letter());
  }

  @Test
  void aNameCannotSpeakForOthers() {
    var deliveries =
        NotifyPlanner.of(
            new InstanceEntered("a\" MASTER 1\nINSTANCE \"b", State.BACKUP, 1), subjects);
    assertEquals(
        "INSTANCE \"a\" MASTER 1?INSTANCE \"b\" BACKUP 1\n", deliveries.line().orElseThrow());
  }

  @Test
  void whatAReloadRemovedIsStillToldOnce() {
    var emptied = subjects.next(keepalived.core.config.Config.EMPTY);
    var last = new InstanceEntered("VI_1", State.DELETED, 100);
    assertEquals(2, NotifyPlanner.of(last, emptied).scripts().size());
    var later = emptied.next(keepalived.core.config.Config.EMPTY);
    assertEquals(0, NotifyPlanner.of(last, later).scripts().size());
  }

  private static List<String> calls(NotifyActions deliveries) {
    var calls = new ArrayList<String>();
    for (var call : deliveries.scripts()) {
      var words = new ArrayList<>(List.of(call.script().program()));
      words.addAll(call.arguments());
      calls.add(String.join(" ", words));
    }
    return calls;
  }

  private static String resource(String name) {
    try (var in = NotifyPlannerTest.class.getResourceAsStream("/notify/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
