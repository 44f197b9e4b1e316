package keepalived.vrrp.net.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpConfig;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.Family;
import org.junit.jupiter.api.Test;

class AnnouncePacerTest {

  private final SimLoop loop = new SimLoop();

  @Test
  void withoutAGapAFewGoInEachTurnAndOthersHaveTheirTurnBetween() {
    var sent = new ArrayList<Integer>();
    var pacer = new AnnouncePacer<String>(loop, _ -> Duration.ZERO);
    for (int i = 0; i < 200; i++) {
      int number = i;
      pacer.enqueue("eth0", number, 1, () -> sent.add(number));
    }
    loop.post(() -> sent.add(-1));
    while (loop.runNext()) {}
    assertEquals(201, sent.size());
    assertTrue(sent.indexOf(-1) < 100, "an advert would have waited for " + sent.indexOf(-1));
    assertEquals(0, loop.now().nanos());
  }

  @Test
  void aGapIsKeptBetweenAllOfALaneAlsoWhenItWasEmptyForAMoment() {
    var times = new ArrayList<Long>();
    var pacer =
        new AnnouncePacer<String>(loop, lane -> Duration.ofMillis(lane.equals("slow") ? 100 : 0));
    Runnable send = () -> times.add(loop.now().nanos() / 1_000_000);
    pacer.enqueue("slow", "a", 9, send);
    pacer.enqueue("slow", "a", 9, send);
    loop.runFor(Duration.ofMillis(150));
    pacer.enqueue("slow", "a", 9, send);
    loop.runFor(Duration.ofSeconds(1));
    pacer.enqueue("slow", "a", 9, send);
    loop.runFor(Duration.ofSeconds(1));
    assertEquals(List.of(0L, 100L, 200L, 1150L), times);
  }

  @Test
  void whatWaitsAlreadyIsNotQueuedAgain() {
    var sent = new ArrayList<String>();
    var pacer = new AnnouncePacer<String>(loop, _ -> Duration.ofMillis(100));
    for (int i = 0; i < 1000; i++) {
      for (int round = 1; round <= 5; round++) {
        pacer.enqueue("eth0", "a", round, () -> sent.add("a"));
        pacer.enqueue("eth0", "b", round, () -> sent.add("b"));
      }
    }
    loop.runFor(Duration.ofSeconds(100));
    assertEquals(List.of("a", "b", "a", "b", "a", "b", "a", "b", "a", "b"), sent);
  }

  @Test
  void interfacesOfAGarpGroupShareALane() {
    var none = VrrpConfig.EMPTY;
    var config =
        new Config(
            Config.EMPTY.global(),
            new VrrpConfig(
                none.instances(),
                none.syncGroups(),
                none.scripts(),
                none.processes(),
                none.statics(),
                none.trackGroups(),
                none.interfaceDelays(),
                List.of(
                    new VrrpConfig.GarpGroup(
                        Duration.ofMillis(5), Duration.ofMillis(7), List.of("eth0", "eth1"))),
                none.linkbeat(),
                false),
            Config.EMPTY.lvs(),
            Config.EMPTY.trackFiles(),
            Config.EMPTY.bfdInstances());
    var rate = new GarpRate(config);
    var one = rate.lane(Family.IPV4, Optional.of("eth0"));
    assertEquals(one, rate.lane(Family.IPV4, Optional.of("eth1")));
    assertEquals(Duration.ofMillis(5), rate.gap(one));
    var six = rate.lane(Family.IPV6, Optional.of("eth1"));
    assertEquals(Duration.ofMillis(7), rate.gap(six));
    assertEquals(Duration.ZERO, rate.gap(rate.lane(Family.IPV4, Optional.of("eth9"))));
  }
}
