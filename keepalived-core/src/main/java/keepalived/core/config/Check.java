package keepalived.core.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;

/// One checker of a real server, complete: all inherited values are filled in.
public sealed interface Check {

  Timing timing();

  /// The same check with another timing.
  Check with(Timing other);

  /// A check that sends a probe and judges the answer.
  sealed interface Probed extends Check {}

  /// A probe over the network.
  sealed interface Connected extends Probed {

    /// Where and how the check connects.
    Connection connection();
  }

  /// A check that follows a value from another source.
  sealed interface Watched extends Check {}

  /// When a check runs and how failures count.
  ///
  /// @param delayLoop between checks
  /// @param retry extra tries before the server is down
  /// @param delayBeforeRetry pause between tries
  /// @param warmup upper bound of the random delay of the first check; zero means none
  /// @param alpha starts as failed
  record Timing(
      Duration delayLoop,
      int retry,
      Duration delayBeforeRetry,
      Duration warmup,
      boolean alpha,
      boolean logAllFailures) {

    /// The timing of checks that have none.
    public static final Timing NONE =
        new Timing(Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, false, false);
  }

  /// Where and how a network check connects.
  ///
  /// @param bindPort 0 means any
  /// @param mark packet mark; 0 means none
  record Connection(
      Endpoint target,
      Optional<IpAddress> bindAddress,
      int bindPort,
      Optional<String> bindInterface,
      Duration timeout,
      long mark) {}

  record TcpCheck(Timing timing, Connection connection) implements Connected {

    @Override
    public TcpCheck with(Timing other) {
      return new TcpCheck(other, connection);
    }
  }

  /// HTTP_GET, or SSL_GET when `tls` is present.
  ///
  /// @param fastRecovery no pauses between URLs while recovering
  record HttpCheck(
      Timing timing,
      Connection connection,
      Optional<Tls> tls,
      HttpVersion version,
      boolean fastRecovery,
      List<Url> urls)
      implements Connected {

    @Override
    public HttpCheck with(Timing other) {
      return new HttpCheck(other, connection, tls, version, fastRecovery, urls);
    }

    public HttpCheck {
      urls = List.copyOf(urls);
    }
  }

  /// @param indicated whether a server name is sent (SNI)
  /// @param serverName the configured server name
  /// @param compliant complete TLS shutdown
  record Tls(boolean indicated, Optional<String> serverName, boolean compliant) {

    /// The server name to send for a URL: the configured one, or else the host of the request.
    public Optional<String> nameFor(Url url) {
      return indicated ? serverName.or(url::virtualHost) : Optional.empty();
    }
  }

  enum HttpVersion {
    HTTP_1_0,
    /// 1.0 with `Connection: close`.
    HTTP_1_0_CLOSE,
    HTTP_1_1
  }

  /// @param statusCodes accepted ranges
  /// @param digest MD5 of the body, 32 lower-case hex digits
  record Url(
      String path,
      Optional<String> virtualHost,
      List<CodeRange> statusCodes,
      Optional<String> digest,
      Optional<BodyPattern> pattern,
      boolean tlsCompliant) {

    public Url {
      statusCodes = List.copyOf(statusCodes);
    }
  }

  record CodeRange(int first, int last) {
    public boolean contains(int code) {
      return first <= code && code <= last;
    }
  }

  /// A pattern that the body must match, or must not match.
  ///
  /// @param options PCRE option words
  /// @param maxOffset empty means none
  record BodyPattern(
      String regex, Set<String> options, boolean mustMatch, int minOffset, OptionalInt maxOffset) {

    public BodyPattern {
      options = Set.copyOf(options);
    }
  }

  record SmtpCheck(Timing timing, Connection connection, String heloName) implements Connected {

    @Override
    public SmtpCheck with(Timing other) {
      return new SmtpCheck(other, connection, heloName);
    }
  }

  /// @param name in presentation form; `.` is the root
  record DnsCheck(Timing timing, Connection connection, RecordType type, String name)
      implements Connected {

    @Override
    public DnsCheck with(Timing other) {
      return new DnsCheck(other, connection, type, name);
    }
  }

  /// Record types of a query, with their numbers.
  enum RecordType {
    A(1),
    NS(2),
    CNAME(5),
    SOA(6),
    MX(15),
    TXT(16),
    AAAA(28),
    RRSIG(46),
    DNSKEY(48);

    private final int number;

    RecordType(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }

  /// @param payload hex digits; empty means 32 filler bytes
  /// @param reply conditions for the answer; empty means that silence is accepted
  record UdpCheck(
      Timing timing, Connection connection, Optional<String> payload, Optional<Reply> reply)
      implements Connected {

    @Override
    public UdpCheck with(Timing other) {
      return new UdpCheck(other, connection, payload, reply);
    }

    /// @param pattern hex digits with `x` for any digit; empty means any content
    public record Reply(Optional<String> pattern, int minLength, int maxLength) {}
  }

  record PingCheck(Timing timing, Connection connection) implements Connected {

    @Override
    public PingCheck with(Timing other) {
      return new PingCheck(other, connection);
    }
  }

  /// @param dynamic exit status 2..255 sets the weight to status - 2
  record MiscCheck(Timing timing, Script script, Duration timeout, boolean dynamic)
      implements Probed {

    @Override
    public MiscCheck with(Timing other) {
      return new MiscCheck(other, script, timeout, dynamic);
    }
  }

  /// @param weight multiplier of the file's value; 0 means up or down only
  record FileCheck(Timing timing, String trackFile, int weight, boolean reverse)
      implements Watched {

    @Override
    public FileCheck with(Timing other) {
      return new FileCheck(other, trackFile, weight, reverse);
    }
  }

  record BfdCheck(Timing timing, String bfdInstance) implements Watched {

    @Override
    public BfdCheck with(Timing other) {
      return new BfdCheck(other, bfdInstance);
    }
  }
}
