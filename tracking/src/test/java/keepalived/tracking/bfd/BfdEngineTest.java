package keepalived.tracking.bfd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import org.junit.jupiter.api.Test;

/// Two engines connected by a simulated link, on virtual time.
class BfdEngineTest {

  private final SimLoop loop = new SimLoop();
  private final Random random = new Random(5);
  private final Map<IpAddress, BfdEngine.Network.Taker> takers = new HashMap<>();
  private boolean cut;
  private int lossPercent;
  private int hopLimit = 255;
  private boolean noSocket;

  private final Node a = new Node("10.0.0.1");
  private final Node b = new Node("10.0.0.2");

  private final class Node implements BfdEngine.Network {
    private final IpAddress address;
    private final List<String> told = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final BfdEngine engine;

    private Node(String address) {
      this.address = IpAddress.parse(address).orElseThrow();
      this.engine =
          new BfdEngine(
              new BfdEngine.Ports(
                  loop,
                  this,
                  random,
                  new PartLog(Part.BFD, line -> log.add(line.text())),
                  (session, up) -> told.add(session.name() + (up ? " UP" : " DOWN"))));
    }

    @Override
    public Link open(BfdInstance session) throws SocketException {
      if (noSocket) {
        throw new SocketException("EADDRNOTAVAIL");
      }
      return new Link() {
        @Override
        public void send(ByteBuffer packet) {
          carry(address, session.neighbor(), packet);
        }

        @Override
        public void close() {
          log.add("closed");
        }
      };
    }

    @Override
    public void deliver(Taker taker) {
      takers.put(address, taker);
    }
  }

  private void carry(IpAddress from, IpAddress to, ByteBuffer packet) {
    if (!cut && random.nextInt(100) >= lossPercent) {
      loop.after(Duration.ofMillis(1), () -> takers.get(to).take(from, hopLimit, false, packet));
    }
  }

  private static Map<String, BfdInstance> session(Node peer, int millis, boolean passive) {
    var config = SessionTest.config(millis, millis, passive);
    return Map.of(
        "peer",
        new BfdInstance(
            "peer",
            peer.address,
            config.source(),
            config.minRx(),
            config.minTx(),
            config.idleTx(),
            config.multiplier(),
            passive,
            255,
            0,
            false,
            0,
            false,
            true,
            true));
  }

  private void start() {
    a.engine.start(session(b, 50, false));
    b.engine.start(session(a, 100, false));
    loop.runFor(Duration.ofSeconds(3));
  }

  private String state(Node node) {
    return node.engine.published().latest().getFirst().state();
  }

  @Test
  void sessionsComeUpAndStayUp() {
    start();
    assertEquals(List.of("peer DOWN", "peer UP"), a.told);
    assertEquals(List.of("peer DOWN", "peer UP"), b.told);
    assertTrue(a.log.contains("(peer) Entering Up state"), a.log.toString());
    loop.runFor(Duration.ofHours(1));
    assertEquals(2, a.told.size());
    assertEquals("Up", state(a));
  }

  @Test
  void aCutWireIsNoticedWithinTheDetectionTimeAndHeals() {
    start();
    cut = true;
    loop.runFor(Duration.ofMillis(502));
    assertEquals(List.of("peer DOWN", "peer UP", "peer DOWN"), a.told);
    assertEquals(List.of("peer DOWN", "peer UP", "peer DOWN"), b.told);
    assertTrue(
        a.log.contains(
            "(peer) Entering Down state (Local diagnostic - Control Detection Time Expired,"
                + " Remote diagnostic - No Diagnostic)"),
        a.log.toString());
    loop.runFor(Duration.ofMinutes(1));
    cut = false;
    loop.runFor(Duration.ofSeconds(4));
    assertEquals("Up", state(a));
    assertEquals("Up", state(b));
  }

  @Test
  void lossThatLeavesAPacketInTheDetectionTimeIsSurvived() {
    start();
    lossPercent = 5;
    loop.runFor(Duration.ofMinutes(2));
    assertEquals(2, a.told.size());
  }

  @Test
  void aPassivePeerWaitsAndTwoWaitForever() {
    a.engine.start(session(b, 50, true));
    b.engine.start(session(a, 50, true));
    loop.runFor(Duration.ofMinutes(1));
    assertEquals("Down", state(a));
    b.engine.reconfigure(session(a, 50, false));
    b.engine.stop();
    b.engine.start(session(a, 50, false));
    loop.runFor(Duration.ofSeconds(4));
    assertEquals("Up", state(a));
  }

  @Test
  void aPeerThatRestartsIsNoticedAndComesBack() {
    start();
    b.engine.stop();
    b.engine.start(session(a, 100, false));
    loop.runFor(Duration.ofSeconds(5));
    assertEquals("Up", state(a));
    assertEquals("Up", state(b));
    assertEquals(
        List.of("peer DOWN", "peer UP", "peer DOWN", "peer UP"), a.told, a.log + "\n" + b.log);
  }

  @Test
  void aReloadWithOtherIntervalsKeepsTheSession() {
    start();
    a.engine.reconfigure(session(b, 500, false));
    loop.runFor(Duration.ofSeconds(10));
    assertEquals("Up", state(a));
    assertEquals("Up", state(b));
    assertEquals(Duration.ofMillis(500), a.engine.published().latest().getFirst().interval());
    assertEquals(
        List.of("peer DOWN", "peer UP", "peer UP"), a.told, "reported again at the reload");
    assertEquals(2, b.told.size());
  }

  @Test
  void packetsFromTooFarAreIgnored() {
    hopLimit = 254;
    a.engine.start(session(b, 50, false));
    b.engine.start(session(a, 50, false));
    loop.runFor(Duration.ofSeconds(5));
    assertEquals("Down", state(a));
  }

  @Test
  void aSocketThatCannotBeOpenedIsTriedAgain() {
    noSocket = true;
    a.engine.start(session(b, 50, false));
    b.engine.start(session(a, 50, false));
    assertEquals("AdminDown", state(a));
    assertEquals(
        List.of("(peer) Unable to open output socket, disabling instance: EADDRNOTAVAIL"), a.log);
    assertEquals(List.of("peer DOWN"), a.told);
    noSocket = false;
    loop.runFor(Duration.ofSeconds(64));
    assertEquals("Up", state(a));
  }

  @Test
  void garbageIsSaid() {
    start();
    takers.get(a.address).take(b.address, 255, false, ByteBuffer.allocate(10));
    assertEquals("Discarding bogus packet from 10.0.0.2: Packet is too small", a.log.getLast());
    assertEquals("Up", state(a));
  }

  @Test
  void manySeedsWithLossConvergeOnceTheWireIsGood() {
    for (int seed = 0; seed < 200; seed++) {
      var test = new BfdEngineTest();
      test.random.setSeed(seed);
      test.lossPercent = 60;
      test.start();
      test.loop.runFor(Duration.ofSeconds(30));
      test.lossPercent = 0;
      test.loop.runFor(Duration.ofSeconds(5));
      assertEquals("Up", test.state(test.a), "seed " + seed);
      assertEquals("Up", test.state(test.b), "seed " + seed);
    }
  }
}
