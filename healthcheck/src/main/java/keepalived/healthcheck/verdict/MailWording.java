package keepalived.healthcheck.verdict;

import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.Health.Outcome;
import keepalived.healthcheck.verdict.Wording.Event;
import keepalived.healthcheck.verdict.Wording.Subject;

/// What mails say of a check that changed its mind.
public final class MailWording {

  private MailWording() {}

  /// The body of the mail about a check that changed its mind; empty for results that do not.
  public static Optional<String> body(Subject subject, Event event) {
    boolean changed = event.outcome() == Outcome.FELL || event.outcome() == Outcome.ROSE;
    boolean miscSpeaksAtFirst =
        subject.check() instanceof Check.MiscCheck && event.outcome() == Outcome.FIRST_SUCCESS;
    if (!changed && !miscSpeaksAtFirst) {
      return Optional.empty();
    }
    return switch (event.result()) {
      case ProbeResult.Success _ -> Optional.of("=> " + mailUp(subject.check()) + " <=");
      case ProbeResult.Failure(var reason) ->
          Optional.of("=> " + mailDown(subject, reason) + " <=");
      case ProbeResult.NotRun _ -> Optional.empty();
    };
  }

  private static String mailUp(Check check) {
    return switch (check) {
      case Check.TcpCheck _ -> "TCP CHECK succeed on service";
      case Check.UdpCheck _ -> "UDP CHECK succeed on service";
      case Check.PingCheck _ -> "ICMP CHECK succeed on service";
      case Check.DnsCheck _ -> "DNS_CHECK: succeed on service";
      case Check.MiscCheck _ -> "MISC CHECK succeeded on service";
      case Check.BfdCheck bfd -> "BFD CHECK " + bfd.bfdInstance() + " succeeded on service";
      case Check.HttpCheck _, Check.SmtpCheck _, Check.FileCheck _ -> "CHECK succeed on service";
    };
  }

  private static String mailDown(Subject subject, FailureReason reason) {
    return switch (subject.check()) {
      case Check.TcpCheck _ -> "TCP CHECK failed on service";
      case Check.UdpCheck _ -> "UDP CHECK failed on service";
      case Check.PingCheck _ -> "ICMP CHECK failed on service";
      case Check.DnsCheck _ -> "DNS_CHECK: failed on service";
      case Check.MiscCheck _ ->
          reason instanceof FailureReason.TimedOut
              ? "MISC CHECK timed out on service"
              : "MISC CHECK failed on service";
      case Check.BfdCheck bfd -> "BFD CHECK " + bfd.bfdInstance() + " failed on service";
      case Check.HttpCheck _ -> "CHECK failed on service : HTTP request failed";
      case Check.SmtpCheck smtp ->
          "CHECK failed on service : " + CauseWording.smtp(smtp, subject, reason);
      case Check.FileCheck _ -> "CHECK failed on service : " + reason.text();
    };
  }
}
