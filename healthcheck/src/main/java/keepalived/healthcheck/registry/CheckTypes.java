package keepalived.healthcheck.registry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.CheckType;
import keepalived.healthcheck.check.ProbedType;
import keepalived.healthcheck.check.WatchedType;
import keepalived.healthcheck.check.bfd.BfdCheckType;
import keepalived.healthcheck.check.dns.DnsCheckType;
import keepalived.healthcheck.check.file.FileCheckType;
import keepalived.healthcheck.check.http.HttpCheckType;
import keepalived.healthcheck.check.misc.MiscCheckType;
import keepalived.healthcheck.check.ping.PingCheckType;
import keepalived.healthcheck.check.smtp.SmtpCheckType;
import keepalived.healthcheck.check.tcp.TcpCheckType;
import keepalived.healthcheck.check.udp.UdpCheckType;
import keepalived.healthcheck.verdict.Policy;

/// The list of all checkers. A new checker is registered here and nowhere else in this module.
public final class CheckTypes {

  public static final List<CheckType<?>> ALL =
      List.of(
          new TcpCheckType(),
          new HttpCheckType(),
          new SmtpCheckType(),
          new DnsCheckType(),
          new UdpCheckType(),
          new PingCheckType(),
          new MiscCheckType(),
          new FileCheckType(),
          new BfdCheckType());

  private static final Map<Class<? extends Check>, CheckType<?>> BY_RECORD =
      ALL.stream()
          .collect(Collectors.toUnmodifiableMap(CheckType::checkClass, Function.identity()));

  private CheckTypes() {}

  /// The type of a check. It accepts this check and others of the same record class.
  @SuppressWarnings("unchecked")
  public static CheckType<Check> of(Check check) {
    return (CheckType<Check>) BY_RECORD.get(check.getClass());
  }

  @SuppressWarnings("unchecked")
  static ProbedType<Check.Probed> probed(Check.Probed check) {
    return (ProbedType<Check.Probed>) BY_RECORD.get(check.getClass());
  }

  /// The type of a check that watches a file or a session.
  @SuppressWarnings("unchecked")
  public static WatchedType<Check.Watched> watched(Check.Watched check) {
    return (WatchedType<Check.Watched>) BY_RECORD.get(check.getClass());
  }

  /// How the results of a check count towards its verdict.
  public static Policy policy(Check check) {
    return Policy.of(check.timing(), of(check).walk(check));
  }
}
