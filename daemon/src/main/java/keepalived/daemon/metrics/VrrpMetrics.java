package keepalived.daemon.metrics;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import keepalived.daemon.api.Reading;
import keepalived.daemon.api.Words;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.State;

/// Our own families about virtual routers: states in words, priorities, causes, conflicts.
final class VrrpMetrics {

  /// Counters of packets that were not refused.
  private static final Set<Counter> ACCEPTED =
      EnumSet.of(
          Counter.ADVERT_RECEIVED,
          Counter.ADVERT_SENT,
          Counter.BECAME_MASTER,
          Counter.RELEASED_MASTER,
          Counter.PRIORITY_ZERO_RECEIVED,
          Counter.PRIORITY_ZERO_SENT,
          Counter.RESTORED,
          Counter.STALLED,
          Counter.REASSERTED,
          Counter.SEND_FAILED);

  private final MetricsText text;
  private final Reading reading;
  private final List<Router> routers;

  VrrpMetrics(MetricsText text, Reading reading) {
    this.text = text;
    this.reading = reading;
    routers = Router.all(reading);
  }

  void write() {
    states();
    gauge("priority_base", "Configured priority", i -> i.config().election().priority());
    gauge("priority_effective", "Advertised priority", InstanceSnapshot::priority);
    gauge(
        "wanted_state",
        "Configured state: 1 BACKUP, 2 MASTER",
        i -> i.config().election().wantsMaster() ? 2 : 1);
    gauge("conflict", "Another router advertises as MASTER too", i -> conflict(i.state()) ? 1 : 0);
    times();
    transitions();
    masters();
    faults();
    counter("stalls", "Stalls of this host that delayed the instance", Counter.STALLED);
    counter("restored", "Items restored that another program removed", Counter.RESTORED);
    counter("reasserted", "Announcements after a conflict", Counter.REASSERTED);
    counter("send_failures", "Adverts that could not be sent", Counter.SEND_FAILED);
    refused();
    groups();
  }

  private void states() {
    text.gauge("keepalived_vrrp_instance_state", "1 for the present state of an instance");
    for (var router : routers) {
      for (var role : State.Role.values()) {
        String labels = MetricsText.and(router.labels(), "state", word(role));
        text.sample(labels, router.snapshot().state().role() == role ? 1 : 0);
      }
    }
  }

  private static String word(State.Role role) {
    return Words.state(role).toLowerCase(Locale.ROOT);
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static boolean conflict(State state) {
    return state instanceof State.Master master
        && master.conflict().filter(State.Conflict::real).isPresent();
  }

  private void times() {
    text.gauge("keepalived_vrrp_advert_interval_seconds", "Configured interval of adverts");
    for (var router : routers) {
      var interval = router.snapshot().config().election().advertInterval();
      text.sample(router.labels(), Words.seconds(interval));
    }
    text.gauge(
        "keepalived_vrrp_last_advert_age_seconds", "Time since the last advert of the master");
    for (var router : routers) {
      var silence = router.snapshot().masterSilence();
      silence.ifPresent(age -> text.sample(router.labels(), Words.seconds(age)));
    }
    text.gauge("keepalived_vrrp_last_transition_timestamp_seconds", "Last change of state");
    for (var router : routers) {
      text.sample(router.labels(), unix(router.snapshot().lastTransition().when()));
    }
  }

  /// Seconds since 1970 with milliseconds.
  static String unix(Instant when) {
    return BigDecimal.valueOf(when.toEpochMilli(), 3).toPlainString();
  }

  private void transitions() {
    text.gauge("keepalived_vrrp_last_transition_info", "Cause of the last change of state");
    for (var router : routers) {
      var last = router.snapshot().lastTransition();
      String labels =
          MetricsText.and(
              router.labels(),
              "from",
              word(last.from()),
              "to",
              word(last.to()),
              "cause",
              last.cause().word());
      text.sample(labels, 1);
    }
  }

  private void masters() {
    text.gauge("keepalived_vrrp_master_info", "The master that a BACKUP follows");
    for (var router : routers) {
      Optional<State.KnownMaster> master =
          router.snapshot().state() instanceof State.Backup backup
              ? backup.master()
              : Optional.empty();
      master.ifPresent(
          m -> {
            String priority = Integer.toString(m.priority());
            String[] more = {"address", m.address().toString(), "priority", priority};
            text.sample(MetricsText.and(router.labels(), more), 1);
          });
    }
  }

  private void faults() {
    text.gauge("keepalived_vrrp_fault", "Conditions that are missing, by kind");
    for (var router : routers) {
      var kinds = EnumSet.noneOf(FaultCondition.Kind.class);
      router.snapshot().faults().forEach(fault -> kinds.add(fault.kind()));
      kinds.forEach(kind -> text.sample(MetricsText.and(router.labels(), "kind", word(kind)), 1));
    }
  }

  private void refused() {
    var reasons = new TreeMap<String, Long>();
    for (var counter : Counter.values()) {
      if (!ACCEPTED.contains(counter)) {
        reasons.put(word(counter), routers.stream().mapToLong(r -> r.count(counter)).sum());
      }
    }
    reading
        .vrrp()
        .ifPresent(
            vrrp -> {
              vrrp.unattributed()
                  .forEach((reason, count) -> reasons.merge(word(reason), count, Long::sum));
              reasons.put("unknown_vrid", vrrp.unknownVrids());
            });
    text.counter("keepalived_vrrp_adverts_refused_total", "Adverts refused, by reason");
    reasons.forEach((reason, count) -> text.sample(MetricsText.labels("reason", reason), count));
  }

  private void groups() {
    text.gauge("keepalived_sync_group_state", "1 for the common state of the members");
    for (var group : reading.vrrp().stream().flatMap(v -> v.groups().stream()).toList()) {
      String name = group.config().name();
      for (String state : List.of("backup", "fault", "master")) {
        boolean is = group.state().map(VrrpMetrics::word).filter(state::equals).isPresent();
        text.sample(MetricsText.labels("group", name, "state", state), is ? 1 : 0);
      }
    }
  }

  private void gauge(String name, String help, Function<InstanceSnapshot, Integer> value) {
    text.gauge("keepalived_vrrp_" + name, help);
    routers.forEach(router -> text.sample(router.labels(), value.apply(router.snapshot())));
  }

  private void counter(String name, String help, Counter counter) {
    text.counter("keepalived_vrrp_" + name + "_total", help);
    routers.forEach(router -> text.sample(router.labels(), router.count(counter)));
  }
}
