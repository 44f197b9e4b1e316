package keepalived.healthcheck.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import keepalived.core.config.Check;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;

/// Configurations for tests: complete, with defaults for what a test does not vary.
public final class Configs {

  private Configs() {}

  public static Endpoint endpoint(String address, int port) {
    return new Endpoint(IpAddress.parse(address).orElseThrow(), port);
  }

  public static Check.Timing timing() {
    return new Check.Timing(
        Duration.ofSeconds(2), 1, Duration.ofSeconds(1), Duration.ZERO, false, false);
  }

  public static Check.Timing alpha(Check.Timing timing) {
    return new Check.Timing(
        timing.delayLoop(),
        timing.retry(),
        timing.delayBeforeRetry(),
        timing.warmup(),
        true,
        timing.logAllFailures());
  }

  public static Check.Timing retries(int retries) {
    var timing = timing();
    return new Check.Timing(
        timing.delayLoop(), retries, timing.delayBeforeRetry(), timing.warmup(), false, false);
  }

  public static Check.Timing verbose(Check.Timing timing) {
    return new Check.Timing(
        timing.delayLoop(),
        timing.retry(),
        timing.delayBeforeRetry(),
        timing.warmup(),
        timing.alpha(),
        true);
  }

  public static Check.Connection connection(Endpoint target) {
    return new Check.Connection(
        target, Optional.empty(), 0, Optional.empty(), Duration.ofSeconds(1), 0);
  }

  public static Check.TcpCheck tcp(String address, int port) {
    return new Check.TcpCheck(timing(), connection(endpoint(address, port)));
  }

  public static Check.Url url(String path) {
    return new Check.Url(
        path,
        Optional.empty(),
        List.of(new Check.CodeRange(200, 299)),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  public static Check.HttpCheck http(Endpoint target, Check.Url... urls) {
    return new Check.HttpCheck(
        timing(),
        connection(target),
        Optional.empty(),
        Check.HttpVersion.HTTP_1_0,
        false,
        List.of(urls));
  }

  public static Script script(String text) {
    return new Script(text, List.of(text.split(" ")), Optional.empty(), Script.Kind.PROGRAM);
  }

  public static RealServer server(String address, int port, Check... checks) {
    return new RealServer(
        endpoint(address, port),
        new Forwarding.Masquerade(),
        1,
        false,
        0,
        0,
        false,
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        List.of(checks));
  }

  public static RealServer weight(int weight, RealServer s) {
    return copy(s, s.forwarding(), weight, s.inhibitOnFailure());
  }

  public static RealServer directly(RealServer s) {
    return copy(s, new Forwarding.DirectRoute(), s.weight(), s.inhibitOnFailure());
  }

  public static RealServer inhibited(RealServer s) {
    return copy(s, s.forwarding(), s.weight(), true);
  }

  private static RealServer copy(
      RealServer s, Forwarding forwarding, int weight, boolean inhibited) {
    return new RealServer(
        s.endpoint(),
        forwarding,
        weight,
        inhibited,
        s.upperThreshold(),
        s.lowerThreshold(),
        s.alpha(),
        s.notifyUp(),
        s.notifyDown(),
        s.mail(),
        s.snmpName(),
        s.checks());
  }

  public static RealServer notifying(RealServer s) {
    return new RealServer(
        s.endpoint(),
        s.forwarding(),
        s.weight(),
        s.inhibitOnFailure(),
        s.upperThreshold(),
        s.lowerThreshold(),
        s.alpha(),
        Optional.of(script("up " + s.endpoint())),
        Optional.of(script("down " + s.endpoint())),
        s.mail(),
        s.snmpName(),
        s.checks());
  }

  public static VirtualServer service(String address, int port, RealServer... servers) {
    return new VirtualServer(
        new VirtualServer.Address.Single(endpoint(address, port)),
        VirtualServer.Protocol.TCP,
        Family.IPV4,
        "wrr",
        Set.of(),
        new Forwarding.Masquerade(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false,
        false,
        new VirtualServer.Quorum(1, 0, Optional.empty(), Optional.empty()),
        Optional.empty(),
        List.of(servers),
        false,
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(2));
  }

  /// The parts of a virtual server that tests vary.
  public record Parts(
      VirtualServer.Address address,
      VirtualServer.Protocol protocol,
      String scheduler,
      boolean omega,
      boolean suspend,
      VirtualServer.Quorum quorum,
      Optional<VirtualServer.SorryServer> sorry,
      List<RealServer> servers,
      boolean mail) {

    public Parts address(VirtualServer.Address a, VirtualServer.Protocol p) {
      return new Parts(a, p, scheduler, omega, suspend, quorum, sorry, servers, mail);
    }

    public Parts scheduler(String s) {
      return new Parts(address, protocol, s, omega, suspend, quorum, sorry, servers, mail);
    }

    public Parts withOmega() {
      return new Parts(address, protocol, scheduler, true, suspend, quorum, sorry, servers, mail);
    }

    public Parts withSuspend() {
      return new Parts(address, protocol, scheduler, omega, true, quorum, sorry, servers, mail);
    }

    public Parts quorum(int q, int h) {
      var scripts =
          new VirtualServer.Quorum(
              q, h, Optional.of(script("quorum up")), Optional.of(script("quorum down")));
      return new Parts(address, protocol, scheduler, omega, suspend, scripts, sorry, servers, mail);
    }

    public Parts sorry(String a, int p, boolean inhibit) {
      var server =
          new VirtualServer.SorryServer(endpoint(a, p), new Forwarding.Masquerade(), inhibit);
      return new Parts(
          address, protocol, scheduler, omega, suspend, quorum, Optional.of(server), servers, mail);
    }

    public Parts servers(RealServer... s) {
      return new Parts(
          address, protocol, scheduler, omega, suspend, quorum, sorry, List.of(s), mail);
    }

    public Parts withMail() {
      return new Parts(address, protocol, scheduler, omega, suspend, quorum, sorry, servers, true);
    }
  }

  public static VirtualServer vary(VirtualServer s, UnaryOperator<Parts> change) {
    var p =
        change.apply(
            new Parts(
                s.address(),
                s.protocol(),
                s.scheduler(),
                s.omega(),
                s.suspendWithoutAddress(),
                s.quorum(),
                s.sorryServer(),
                s.realServers(),
                s.mail()));
    return new VirtualServer(
        p.address(),
        p.protocol(),
        s.family(),
        p.scheduler(),
        s.flags(),
        s.forwarding(),
        s.localAddressGroup(),
        s.persistence(),
        s.onepacket(),
        s.alpha(),
        p.omega(),
        p.suspend(),
        p.quorum(),
        p.sorry(),
        p.servers(),
        p.mail(),
        s.virtualHost(),
        s.snmpName(),
        s.delayLoop());
  }

  /// The same virtual server with full NAT.
  public static VirtualServer fullNat(VirtualServer s) {
    return new VirtualServer(
        s.address(),
        s.protocol(),
        s.family(),
        s.scheduler(),
        s.flags(),
        new Forwarding.FullNat(),
        s.localAddressGroup(),
        s.persistence(),
        s.onepacket(),
        s.alpha(),
        s.omega(),
        s.suspendWithoutAddress(),
        s.quorum(),
        s.sorryServer(),
        s.realServers(),
        s.mail(),
        s.virtualHost(),
        s.snmpName(),
        s.delayLoop());
  }

  public static LvsConfig config(VirtualServer... servers) {
    return new LvsConfig(List.of(servers), Map.of(), Optional.empty());
  }
}
