package keepalived.ipvs.kernel;

import static keepalived.ipvs.Tables.ip;
import static keepalived.ipvs.Tables.tcp;
import static keepalived.ipvs.Tables.udp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.core.config.Forwarding.TunnelChecksum;
import keepalived.core.config.Forwarding.Type;
import keepalived.core.config.VirtualServer.Flag;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.ipvs.Tables;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.plan.Plan;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Persistence;
import keepalived.ipvs.table.Release;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.Statistics.Traffic;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.SyncDaemon.Role;
import keepalived.ipvs.table.Timeouts;
import keepalived.linux.netlink.AttributeReader;
import keepalived.linux.netlink.AttributeWriter;
import keepalived.linux.netlink.MalformedMessage;
import org.junit.jupiter.api.Test;

class IpvsCodecTest {

  private static final Vectors REQUESTS = Vectors.read("/vectors/requests.hex");
  private static final Vectors REPLIES = Vectors.read("/vectors/replies.hex");

  private static final ServiceKey WEB = tcp("10.0.0.5", 80);
  private static final ServiceKey MARK6 = new ServiceKey.ByMark(77, Family.IPV6);
  private static final Options WLC = Options.of("wlc");
  private static final Options MH =
      new Options(
          "mh",
          Set.of(Flag.SCHED_1, Flag.SCHED_2),
          false,
          Optional.of(new Persistence(Duration.ofSeconds(500), 64)),
          Optional.empty());
  private static final Options SIP =
      new Options(
          "rr",
          Set.of(),
          true,
          Optional.of(Persistence.of(Family.IPV4, Duration.ofSeconds(60), 24)),
          Optional.of("sip"));
  private static final Options SH =
      new Options("sh", Set.of(Flag.SCHED_2), false, Optional.empty(), Optional.empty());

  private static final Destination MASQUERADE =
      new Destination(new Endpoint(ip("10.0.0.6"), 8080), new Method.Masquerade(), 3, 10, 5);
  private static final Destination IPIP =
      new Destination(
          new Endpoint(ip("2001:db8::6"), 80),
          new Method.Tunnel(Type.IPIP, 0, TunnelChecksum.NONE),
          1);
  private static final Destination GUE =
      new Destination(
          new Endpoint(ip("10.0.0.7"), 80),
          new Method.Tunnel(Type.GUE, 6080, TunnelChecksum.REMCSUM),
          1);
  private static final Destination GRE =
      new Destination(
          new Endpoint(ip("10.0.0.8"), 80), new Method.Tunnel(Type.GRE, 0, TunnelChecksum.CSUM), 1);
  private static final Destination ROUTED =
      new Destination(new Endpoint(ip("2001:db8::6"), 80), new Method.DirectRoute(), 9);

  @Test
  void servicesAreWrittenAsIpvsadmWritesThem() {
    assertRequest("-A -t 10.0.0.5:80 -s wlc", new Command.AddService(WEB, WLC));
    assertRequest(
        "-A -t [2001:db8::5]:443 -s mh -b mh-fallback,mh-port -p 500 -M 64",
        new Command.AddService(tcp("2001:db8::5", 443), MH));
    assertRequest(
        "-A -u 10.0.0.5:5060 -s rr -p 60 -M 255.255.255.0 --pe sip -o",
        new Command.AddService(udp("10.0.0.5", 5060), SIP));
    assertRequest("-A -f 77 -6 -s sh -b sh-port", new Command.AddService(MARK6, SH));
  }

  @Test
  void destinationsAreWrittenAsIpvsadmWritesThem() {
    assertDestination("-a -t 10.0.0.5:80 -r 10.0.0.6:8080 -m -w 3 -x 10 -y 5", WEB, MASQUERADE);
    assertDestination("-a -t 10.0.0.5:80 -r [2001:db8::6]:80 -i -w 1", WEB, IPIP);
    assertDestination(
        "-a -t 10.0.0.5:80 -r 10.0.0.7 -i --tun-type gue --tun-port 6080 --tun-remcsum", WEB, GUE);
    assertDestination("-a -t 10.0.0.5:80 -r 10.0.0.8 -i --tun-type gre --tun-csum", WEB, GRE);
    assertDestination("-a -f 77 -6 -r [2001:db8::6]:80 -g -w 9", MARK6, ROUTED);
  }

  @Test
  void keysDaemonsAndTimeoutsAreWrittenAsIpvsadmWritesThem() {
    assertBytes("destinations of 10.0.0.5:80", 8, out -> IpvsCodec.key(out, WEB));
    assertBytes("destinations of mark 77 -6", 8, out -> IpvsCodec.key(out, MARK6));
    assertBytes(
        "--start-daemon master --mcast-interface eth0 --syncid 7 --sync-maxlen 1300"
            + " --mcast-group 224.0.0.99 --mcast-port 9999 --mcast-ttl 9",
        9,
        out ->
            IpvsCodec.daemon(
                out,
                new SyncDaemon(
                    Role.MASTER,
                    "eth0",
                    7,
                    OptionalInt.of(1300),
                    Optional.of(ip("224.0.0.99")),
                    OptionalInt.of(9999),
                    OptionalInt.of(9))));
    assertBytes(
        "--start-daemon backup --mcast-interface eth0 --syncid 8 --mcast-group ff02::81",
        9,
        out ->
            IpvsCodec.daemon(
                out,
                new SyncDaemon(
                    Role.BACKUP,
                    "eth0",
                    8,
                    OptionalInt.empty(),
                    Optional.of(ip("ff02::81")),
                    OptionalInt.empty(),
                    OptionalInt.empty())));
    assertBytes(
        "--set 10 20 30",
        12,
        out ->
            IpvsCodec.timeouts(
                out,
                new Timeouts(
                    Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30))));
  }

  @Test
  void everyCommandHasItsNumber() {
    assertEquals(
        List.of(1, 2, 3, 5, 6, 7),
        List.of(
                new Command.AddService(WEB, WLC),
                new Command.EditService(WEB, WLC),
                new Command.DeleteService(WEB),
                new Command.AddDestination(WEB, GUE),
                new Command.EditDestination(WEB, GUE),
                new Command.DeleteDestination(WEB, GUE.endpoint()))
            .stream()
            .map(command -> IpvsCodec.encode(command).command())
            .toList());
  }

  @Test
  void servicesAreReadAsTheKernelWritesThem() {
    assertService("service [2001:db8::5]:443 mh", tcp("2001:db8::5", 443), MH);
    assertService("service 10.0.0.5:80 wlc", WEB, WLC);
    assertService("service udp 10.0.0.5:5060 sip", udp("10.0.0.5", 5060), SIP);
    assertService("service mark 77 v6", MARK6, SH);
  }

  @Test
  void destinationsAreReadAsTheKernelWritesThem() {
    assertEquals(GRE, destination("destination 10.0.0.8 gre csum"));
    assertEquals(GUE, destination("destination 10.0.0.7 gue remcsum"));
    assertEquals(IPIP, destination("destination [2001:db8::6]:80 ipip"));
    assertEquals(MASQUERADE, destination("destination 10.0.0.6:8080 masq"));
    assertEquals(ROUTED, destination("destination of mark 77"));
  }

  @Test
  void timeoutsAndReleaseAreReadAsTheKernelWritesThem() {
    assertEquals(
        new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30)),
        IpvsReplies.timeouts(reply("timeouts 10 20 30")));
    assertEquals(new Release(1, 2, 1, 4096), IpvsReplies.release(reply("information")));
  }

  @Test
  void wideCountersWinOverNarrowOnes() {
    var bytes = written(out -> out.nested(1, IpvsCodecTest::serviceWithCounters));
    var service = IpvsReplies.service(new AttributeReader(bytes)).orElseThrow();

    assertEquals(new Traffic(0x1_0000_0001L, 2, 3, 4, 5), service.statistics().totals());
    assertEquals(new Traffic(6, 7, 8, 9, 10), service.statistics().rates());
  }

  private static void serviceWithCounters(AttributeWriter service) {
    service
        .u16(1, 2)
        .u32(5, 9)
        .nested(
            12,
            wide -> {
              wide.u64(1, 0x1_0000_0001L);
              for (int i = 2; i <= 10; i++) {
                wide.u64(i, i);
              }
            })
        .nested(10, narrow -> narrow.u32(1, 1).u32(2, 77).u64(4, 78));
  }

  @Test
  void whatTheseValuesCannotNameIsPassedOver() {
    var unknownProtocol =
        written(
            out -> out.nested(1, s -> s.u16(1, 2).u16(2, 50).bytes(3, new byte[16]).port(4, 80)));
    var unknownFamily = written(out -> out.nested(1, s -> s.u16(1, 28).u32(5, 9)));

    assertEquals(Optional.empty(), IpvsReplies.service(new AttributeReader(unknownProtocol)));
    assertEquals(Optional.empty(), IpvsReplies.service(new AttributeReader(unknownFamily)));
  }

  @Test
  void forwardingOfANewerKernelIsKeptAsDifferent() {
    var bypass = new Method.Other(4, 0);
    var newTunnel = new Method.Other(2, 9);
    for (var method : List.of(bypass, newTunnel)) {
      var wanted = new Destination(new Endpoint(ip("10.0.0.6"), 80), method, 1);
      var bytes = body(new Command.AddDestination(WEB, wanted));
      var read = IpvsReplies.destination(new AttributeReader(bytes), Family.IPV4).orElseThrow();
      assertEquals(wanted, read.destination());
    }
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      var table = Tables.random(random);
      for (var command : Plan.of(IpvsTable.EMPTY, table)) {
        var in = new AttributeReader(body(command));
        switch (command) {
          case Command.AddService(var key, var options) -> {
            var read = IpvsReplies.service(in).orElseThrow();
            assertEquals(key, read.key());
            assertEquals(options, read.options());
          }
          case Command.AddDestination(var key, var destination) ->
              assertEquals(
                  destination,
                  IpvsReplies.destination(in, key.family()).orElseThrow().destination());
          case Command.EditService _,
              Command.DeleteService _,
              Command.EditDestination _,
              Command.DeleteDestination _ ->
              throw new AssertionError(command);
        }
      }
    }
  }

  @Test
  void daemonsAreReadBack() {
    var daemon =
        new SyncDaemon(
            Role.BACKUP,
            "eth0.5",
            255,
            OptionalInt.of(1472),
            Optional.of(ip("224.0.0.81")),
            OptionalInt.of(8848),
            OptionalInt.of(1));
    var bytes = written(out -> IpvsCodec.daemon(out, daemon));

    assertEquals(Optional.of(daemon), IpvsReplies.daemon(new AttributeReader(bytes)));
  }

  @Test
  void everyPrefixAndEveryFlippedBitIsAValueOrMalformed() {
    REPLIES.all().values().forEach(IpvsCodecTest::assertTotal);
  }

  private static void assertTotal(byte[] payload) {
    for (int length = 4; length <= payload.length; length++) {
      readEverything(Arrays.copyOf(payload, length));
    }
    for (int bit = 32; bit < payload.length * 8; bit++) {
      byte[] flipped = payload.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      readEverything(flipped);
    }
  }

  private static void readEverything(byte[] payload) {
    List<Consumer<AttributeReader>> readers =
        List.of(
            IpvsReplies::service,
            in -> IpvsReplies.destination(in, Family.IPV4),
            IpvsReplies::daemon,
            IpvsReplies::timeouts,
            IpvsReplies::release);
    for (var reader : readers) {
      try {
        reader.accept(attributes(payload));
      } catch (MalformedMessage expected) {
        assertTrue(expected.getMessage().length() > 0);
      }
    }
  }

  private static void assertRequest(String vector, Command command) {
    assertBytes(vector, IpvsCodec.encode(command).command(), IpvsCodec.encode(command).body());
  }

  /// Compares only the attributes of the destination: ipvsadm repeats the options of the service
  /// with each destination, and the kernel needs only its key.
  private static void assertDestination(String vector, ServiceKey key, Destination destination) {
    var expected = attribute(REQUESTS.get(vector), 4, 2);
    var written = body(new Command.AddDestination(key, destination));
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    assertEquals(hex(expected), hex(attribute(bytes, 0, 2)), vector);
  }

  private static byte[] attribute(byte[] payload, int from, int type) {
    var in = new AttributeReader(ByteBuffer.wrap(payload, from, payload.length - from));
    while (in.next()) {
      if (in.type() == type) {
        return in.bytes();
      }
    }
    throw new AssertionError("no attribute " + type);
  }

  private static void assertBytes(String vector, int command, Consumer<AttributeWriter> body) {
    var out =
        written(
            writer -> {
              writer.header(h -> h.put((byte) command).put((byte) 1).putShort((short) 0));
              body.accept(writer);
            });
    byte[] bytes = new byte[out.remaining()];
    out.get(bytes);
    assertEquals(hex(REQUESTS.get(vector)), hex(bytes), vector);
    assertArrayEquals(REQUESTS.get(vector), bytes);
  }

  private static void assertService(String vector, ServiceKey key, Options options) {
    var service = IpvsReplies.service(reply(vector)).orElseThrow();
    assertEquals(key, service.key());
    assertEquals(options, service.options());
    assertEquals(Traffic.ZERO, service.statistics().totals());
  }

  private static Destination destination(String vector) {
    var status = IpvsReplies.destination(reply(vector), Family.IPV4).orElseThrow();
    assertEquals(0, status.active());
    assertEquals(0, status.persistent());
    return status.destination();
  }

  private static AttributeReader reply(String vector) {
    return attributes(REPLIES.get(vector));
  }

  private static AttributeReader attributes(byte[] payload) {
    return new AttributeReader(ByteBuffer.wrap(payload, 4, payload.length - 4));
  }

  private static ByteBuffer body(Command command) {
    return written(IpvsCodec.encode(command).body());
  }

  private static ByteBuffer written(Consumer<AttributeWriter> body) {
    var out = ByteBuffer.allocate(4096);
    body.accept(new AttributeWriter(out));
    return out.flip();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
