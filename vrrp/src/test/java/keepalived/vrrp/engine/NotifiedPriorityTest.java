package keepalived.vrrp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.track.Tracking;
import keepalived.core.event.Recorder;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.Ipv4Address;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.port.VrrpPorts;
import keepalived.vrrp.priority.InterfaceStatus;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The priority in scripts, FIFOs and mails for each state, as 2.2.7 reports it.
class NotifiedPriorityTest {

  private final SimLoop loop = new SimLoop();
  private final List<String> told = new ArrayList<>();
  private final VrrpEngine engine =
      new VrrpEngine(
          new VrrpPorts(
              loop,
              new MonoTime(0),
              () -> Instant.EPOCH,
              new PaperNetwork(),
              this::told,
              _ -> {},
              Recorder.counting()));

  private void told(VrrpNotification notice) {
    if (notice instanceof VrrpNotification.InstanceEntered(_, var state, int priority)) {
      told.add(state + " " + priority);
    }
  }

  private static Config config(Tracking tracking) {
    var instance = InstanceFixture.of("V", 51, 100).tracking(tracking).instance();
    var none = VrrpConfig.EMPTY;
    var vrrp =
        new VrrpConfig(
            Map.of("V", instance),
            Map.of(),
            Map.of(),
            Map.of(),
            none.statics(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            false);
    return new Config(Config.EMPTY.global(), vrrp, Config.EMPTY.lvs(), Map.of(), Map.of());
  }

  private static Tracking tracking() {
    var files = List.of(new Tracking.Entry("f", 1, false), new Tracking.Entry("g", 1, false));
    var scripts = List.of(new Tracking.Entry("s", 20, false));
    return new Tracking(List.of(), scripts, files, List.of(), List.of());
  }

  private void link(boolean up) {
    engine.interfaceChanged(
        new InterfaceStatus("eth0", 2, up, 1500, List.of(Ipv4Address.of("10.0.0.5"))));
  }

  private void play(String step) {
    var words = step.strip().split(" ");
    switch (words[0]) {
      case "f", "g" -> engine.fileValue(words[0], Integer.parseInt(words[1]));
      case "s" -> engine.scriptVerdict("s", words[1].equals("up"));
      case "link" -> link(words[1].equals("up"));
      case "stop" -> engine.shutdown();
      default -> throw new IllegalArgumentException(step);
    }
    loop.runFor(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f 254; f -254; stop              | FAULT 254, STOP 254",
        "f 50; f -254; f 0; f -254; f 10  | FAULT 150, BACKUP 100, MASTER 100, FAULT 100, BACKUP"
            + " 110, MASTER 110",
        "f -200; f -254; stop             | FAULT 1, STOP 1",
        "s up; f 50; f -254; s down; stop | FAULT 170, STOP 100",
        "f 40; g 30; f -254; g -10; stop  | FAULT 170, STOP 90",
        "f 40; g 30; f -254; g -254; f 3; g 4 | FAULT 170, BACKUP 107, MASTER 107",
        "f 50; link down; f 20; link up   | FAULT 150, BACKUP 120, MASTER 120",
        "f 50; link down; f -254; stop    | FAULT 150, STOP 150",
        "f 50; f -254; link down; stop    | FAULT 150, STOP 150",
      })
  void ofEachState(String steps, String expected) {
    link(true);
    engine.reconfigure(config(tracking()));
    engine.fileValue("f", 0);
    engine.fileValue("g", 0);
    loop.runFor(Duration.ofSeconds(4));
    told.clear();
    for (var step : steps.split(";")) {
      play(step);
    }
    assertEquals(List.of(expected.strip().split(", ")), told);
  }
}
