package keepalived.daemon.why;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import keepalived.core.event.Cause;
import keepalived.core.event.Happening;
import keepalived.core.event.Happening.Kind;
import keepalived.daemon.flight.Recorded;

/// What follows from a transition, from what led to it, and from what came after. One sentence or
/// two; it names what speaks against this host before it names another one.
final class Verdict {

  private static final double IRREGULAR = 1.5;

  private final Happening step;
  private final List<Recorded> before;
  private final Optional<Happening> next;
  private final String after;

  private Verdict(History history, Recorded transition) {
    step = transition.event();
    before = history.before(transition);
    var following = history.next(transition);
    next = following.map(Recorded::event);
    after = following.map(f -> WhyText.seconds(History.between(transition, f))).orElse("");
  }

  /// @return empty when the cause tells everything
  static Optional<String> of(History history, Recorded transition) {
    return new Verdict(history, transition).text();
  }

  private Optional<String> text() {
    return switch (cause().orElse(null)) {
      case MASTER_TIMEOUT -> Optional.of(timeout());
      case PRIORITY_ZERO_HEARD ->
          Optional.of(
              "the master gave up by itself: a stop, a reload, a fault or an operator there.");
      case PREEMPT, PREEMPT_DELAY_OVER -> Optional.of(preemption());
      case HIGHER_PRIORITY_HEARD -> Optional.of(yielded());
      case STALL -> Optional.of("this host stood still, not the network: look at its load.");
      case FAULT_SCRIPT, FAULT_FILE, FAULT_PROCESS, FAULT_BFD, FAULT_INTERFACE ->
          Optional.of("a condition of this host, not of another router.");
      case FAULT_SEND -> Optional.of("the kernel of this host does not let adverts out.");
      case GROUP_FAULT, GROUP_RECOVERED, GROUP_ELECTED, GROUP_DEMOTED -> member();
      case EQUAL_PRIORITY_HIGHER_ADDRESS ->
          Optional.of("both routers have the same priority: give one of them another.");
      case STARTUP,
          OWNER_START,
          FAULT_ADDRESS,
          FAULT_NO_PEER,
          FAULT_CONFIGURATION,
          FAULT_CLEARED,
          REMOVED,
          STOP ->
          Optional.empty();
      case null -> Optional.empty();
    };
  }

  /// Empty for a cause of another version.
  private Optional<Cause> cause() {
    return List.of(Cause.values()).stream()
        .filter(cause -> cause.word().equals(step.detail("cause")))
        .findFirst();
  }

  private String timeout() {
    var master = step.detail("master");
    if (found(e -> e.kind() == Kind.STALL).isPresent() || lateByHalf()) {
      return "this host stood still, and may have missed adverts: look at its load, not at the"
          + " network.";
    }
    var refused =
        found(e -> e.kind() == Kind.REFUSED && e.detail("source").equals(master))
            .or(() -> found(e -> e.kind() == Kind.REFUSED));
    if (refused.isPresent()) {
      return "the adverts of %s arrive, but are refused (%s): compare both configurations."
          .formatted(
              refused.get().detail("source"), refused.get().detail("reason").replace('_', ' '));
    }
    var link = found(e -> e.kind() == Kind.LINK);
    if (link.isPresent()) {
      return "the link %s of this host changed just before.".formatted(link.get().subject());
    }
    if (master.isEmpty()) {
      return "no other router was heard: there is none, or its adverts do not get through.";
    }
    return irregular() + silent(master);
  }

  private String silent(String master) {
    if (next.filter(n -> n.detail("why").contains(master)).isPresent()) {
      return ("%s was silent, and advertised again %s later: it stood still, was cut off, or"
              + " started again. It did not resign.")
          .formatted(master, after);
    }
    return ("%s fell silent without resigning: it stands still, has crashed, is cut off, or its"
            + " adverts are filtered on the way.")
        .formatted(master);
  }

  private String irregular() {
    double interval = number(step.detail("interval"));
    for (var gap : step.detail("gaps").split(" ")) {
      if (interval > 0 && number(gap) > IRREGULAR * interval) {
        return "its adverts were irregular before: overload or loss. ";
      }
    }
    return "";
  }

  private boolean lateByHalf() {
    double interval = number(step.detail("interval"));
    return interval > 0 && number(step.detail("late")) > interval / 2;
  }

  /// 0 for anything but `1.000` and `1.000 s`.
  private static double number(String text) {
    var digits = text.replace(" s", "");
    return digits.matches("[0-9]{1,9}\\.[0-9]{1,9}") ? Double.parseDouble(digits) : 0;
  }

  private String preemption() {
    if (step.detail("why").contains(" before)")) {
      return "the priority of the other router fell: a tracker or a change of configuration there.";
    }
    return ownPriority()
        .orElse("this router is the better one and takes over; nopreempt would prevent that.");
  }

  private String yielded() {
    return ownPriority().orElse("the other router is the better one and takes over.");
  }

  private Optional<String> ownPriority() {
    return found(e -> e.kind() == Kind.PRIORITY)
        .map(
            p ->
                "our own priority changed from %s to %s%s."
                    .formatted(
                        p.detail("before"),
                        p.detail("now"),
                        found(e -> e.kind() == Kind.OBSERVED)
                            .map(o -> ", because " + WhyText.text(o))
                            .orElse("")));
  }

  private Optional<String> member() {
    return found(e -> e.kind() == Kind.STEP)
        .map(
            other ->
                "the sync group follows %s: %s.".formatted(other.subject(), other.detail("why")));
  }

  /// The newest event of a kind that led to the transition.
  private Optional<Happening> found(Predicate<Happening> wanted) {
    return before.reversed().stream().map(Recorded::event).filter(wanted).findFirst();
  }
}
