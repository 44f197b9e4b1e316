package keepalived.vrrp.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import keepalived.core.net.Ipv4Address;
import keepalived.core.time.MonoTime;
import keepalived.vrrp.packet.Advertisement;
import keepalived.vrrp.packet.Advertisement.Authenticator;
import keepalived.vrrp.packet.Advertisement.Sum;
import keepalived.vrrp.sim.InstanceFixture;

/// Every kind of router, state and event, at the boundary values.
public final class MachineSweep {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Ipv4Address SELF = Ipv4Address.of("10.0.0.5");

  private MachineSweep() {}

  private static final InstanceFixture SKETCH = InstanceFixture.of("V", 1, 255);

  public static List<ElectionInput> routers() {
    var routers = new ArrayList<ElectionInput>();
    for (int priority : List.of(1, 100, 254, 255)) {
      for (boolean preempt : List.of(true, false)) {
        for (boolean grouped : List.of(true, false)) {
          var sketch = InstanceFixture.of("V", 1, priority).preempt(preempt, Duration.ofSeconds(7));
          for (var s : List.of(sketch, sketch.version3().interval(Duration.ofMillis(10)))) {
            routers.add(new ElectionInput(s.instance(), priority, Optional.of(SELF), grouped));
            routers.add(new ElectionInput(s.instance(), priority, Optional.empty(), grouped));
          }
        }
      }
    }
    for (var sketch : List.of(SKETCH.wantsMaster(true), SKETCH.timerExpiredBackup(100))) {
      for (boolean grouped : List.of(true, false)) {
        routers.add(
            new ElectionInput(sketch.instance(), sketch.priority(), Optional.of(SELF), grouped));
      }
    }
    return routers;
  }

  public static List<State> states(MonoTime now) {
    var states = new ArrayList<State>();
    states.add(new State.Initialize());
    states.add(new State.Fault(new TreeSet<>()));
    var down = new TreeSet<FaultCondition>();
    down.add(new FaultCondition(FaultCondition.Kind.INTERFACE_DOWN, "eth0"));
    states.add(new State.Fault(down));
    for (var at : List.of(now.minus(SECOND), now, now.plus(SECOND))) {
      var backup = State.Backup.until(at, SECOND);
      states.add(backup);
      states.add(backup.ready());
      states.add(backup.extendedUntil(at));
      states.add(backup.asYielded());
      states.add(backup.preemptingAt(Optional.of(now)));
      states.add(backup.preemptingAt(Optional.of(now.plus(SECOND))));
      var none = new State.AnnouncementTimes(Optional.empty(), Optional.empty(), Optional.empty());
      var all = new State.AnnouncementTimes(Optional.of(at), Optional.of(at), Optional.of(at));
      for (var sets : List.of(none, all)) {
        var master =
            new State.Master.Active(
                at,
                new State.Mastership(
                    now.minus(SECOND), sets, Optional.empty(), now, State.Answers.from(now)));
        states.add(master);
        states.add(master.inConflict(new State.Conflict(Ipv4Address.of("10.0.0.9"), 2, true, at)));
        states.add(master.advertisingAt(now.minus(Duration.ofSeconds(100))));
        states.add(master.silentUntil(at));
        states.add(master.answering(State.Answers.from(now.plus(SECOND)).owing()));
        states.add(master.answering(State.Answers.from(now).owing()));
      }
    }
    return states;
  }

  public static List<Event> events(MonoTime now) {
    var events = new ArrayList<Event>();
    events.add(new Event.Started(now));
    events.add(new Event.Started(now.plus(SECOND)));
    events.add(new Event.TimedOut());
    var down = new TreeSet<FaultCondition>();
    down.add(new FaultCondition(FaultCondition.Kind.SCRIPT, "chk"));
    events.add(new Event.Failed(down));
    events.add(new Event.Recovered());
    events.add(new Event.GroupFailed());
    events.add(new Event.GroupRecovered());
    events.add(new Event.GroupElected());
    events.add(new Event.GroupDemoted());
    events.add(new Event.Reconfigured(InstanceFixture.of("V", 1, 7).instance()));
    events.add(new Event.Stopped());
    events.add(new Event.Removed());
    for (int priority : List.of(0, 1, 99, 100, 101, 254, 255)) {
      for (var source : List.of("10.0.0.2", "10.0.0.5", "10.0.0.9")) {
        for (var interval : List.of(Duration.ZERO, Duration.ofMillis(10), SECOND)) {
          events.add(
              new Event.Heard(
                  Ipv4Address.of(source),
                  new Advertisement(
                      3,
                      1,
                      priority,
                      interval,
                      List.of(),
                      Authenticator.NONE,
                      Sum.PSEUDO,
                      Optional.empty())));
        }
      }
    }
    return events;
  }
}
