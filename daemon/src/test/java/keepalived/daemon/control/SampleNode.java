package keepalived.daemon.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.event.Cause;
import keepalived.core.event.EventId;
import keepalived.core.net.IpAddress;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.time.MonoTime;
import keepalived.daemon.api.Reading;
import keepalived.daemon.reload.Staleness;
import keepalived.healthcheck.engine.LvsSnapshot;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.engine.VrrpSnapshot;
import keepalived.vrrp.machine.Counter;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.InstanceKey;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.priority.InterfaceStatus;
import keepalived.vrrp.priority.TrackerResults;
import keepalived.vrrp.transition.Explanation;
import keepalived.vrrp.transition.Transition;

/// A node with something of everything: a master, a backup and an instance in FAULT, in a group,
/// with trackers, virtual servers and a secret in every place that may hold one.
public final class SampleNode implements Sources {

  /// Occurs in every password, key and argument of a command.
  public static final String SECRET = "hush";

  static final String FILE =
      """
      global_defs {
        router_id R
        notification_email {
          a@example.org
        }
        startup_script "/usr/bin/true hush"
        notify_fifo /run/fifo
        notify_fifo_script "/usr/bin/true hush"
      }
      vrrp_track_process proxy {
        process haproxy --token hush
        weight 5
      }
      vrrp_script chk {
        script "/usr/bin/test -e hush"
        interval 1
        weight 10
      }
      vrrp_script db {
        script "/usr/bin/test -e hush"
        interval 1
      }
      track_file load {
        file /run/load
        weight -2
      }
      bfd_instance peer {
        neighbor_ip 10.9.0.2
      }
      vrrp_sync_group G1 {
        group {
          VI_1
          VI_2
        }
        sync_group_tracking_weight
        notify_master "/usr/bin/true hush"
      }
      vrrp_instance VI_1 {
        version 2
        interface eth0
        virtual_router_id 51
        priority 100
        state MASTER
        authentication {
          auth_type PASS
          auth_pass hush
        }
        virtual_ipaddress {
          10.9.0.100/24
        }
        virtual_ipaddress_excluded {
          10.9.0.110/24 dev eth1
        }
        virtual_routes {
          10.20.0.0/16 via 10.9.0.254
        }
        virtual_rules {
          from 10.20.0.0/16 table 100
        }
        track_script {
          chk
        }
        track_interface {
          eth1 weight 3
        }
        notify "/usr/bin/true hush"
        notify_deleted "/usr/bin/true hush"
      }
      vrrp_instance VI_2 {
        version 3
        interface eth0
        virtual_router_id 52
        priority 90
        advert_int 0.5
        virtual_ipaddress {
          10.9.0.101/24
        }
        track_process {
          proxy
        }
        track_file {
          load
        }
      }
      vrrp_instance VI_3 {
        interface eth0
        virtual_router_id 53
        priority 80
        use_vmac
        virtual_ipaddress {
          10.9.0.102
        }
        track_script {
          db
        }
        track_bfd {
          peer
        }
      }
      virtual_server 10.0.0.1 443 {
        lvs_sched wlc
        lvs_method DR
        protocol TCP
        quorum 2
        quorum_up "/usr/bin/true hush"
        real_server 10.2.0.1 443 {
          weight 4
          notify_down "/usr/bin/true hush"
          TCP_CHECK {
          }
        }
        real_server 10.2.0.2 443 {
          MISC_CHECK {
            misc_path "/usr/bin/true hush"
          }
        }
      }
      """;

  final AtomicInteger questions = new AtomicInteger();
  private final Config config;

  /// What VRRP answers; tests replace it.
  volatile CompletableFuture<VrrpSnapshot> vrrp;

  SampleNode(Path directory) {
    this(directory, FILE);
  }

  SampleNode(Path directory, String text) {
    try {
      var file = Files.writeString(directory.resolve("keepalived.conf"), text);
      config = ConfigReader.read(file, ConfigReader.Options.of("keepalived.conf")).config();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    vrrp = CompletableFuture.completedFuture(snapshot());
  }

  VrrpSnapshot snapshot() {
    var instances = new ArrayList<InstanceSnapshot>();
    InstanceKey.index(config.vrrp()).forEach((key, i) -> instances.add(instance(key, i)));
    var groups =
        config.vrrp().syncGroups().values().stream()
            .map(g -> new VrrpSnapshot.GroupSnapshot(g, Optional.<VrrpNotification.State>empty()))
            .toList();
    var seen = TrackerResults.none();
    for (String name : List.of("eth0", "eth1")) {
      seen.interfaces()
          .put(name, new InterfaceStatus(name, 2, true, 1500, List.of(address("10.9.0.1"))));
    }
    seen.scripts().putAll(Map.of("chk", true, "db", false));
    seen.files().put("load", 4);
    seen.processes().put("proxy", true);
    return new VrrpSnapshot(instances, groups, seen, Map.of(), 0);
  }

  private static InstanceSnapshot instance(InstanceKey key, VrrpInstance config) {
    var at = new MonoTime(0);
    var faults = new TreeSet<FaultCondition>();
    var counters = new EnumMap<Counter, Long>(Counter.class);
    for (var counter : Counter.values()) {
      counters.put(counter, 10L + counter.ordinal());
    }
    counters.put(Counter.BECAME_MASTER, 3L);
    counters.put(Counter.RELEASED_MASTER, 3L);
    State state;
    Optional<Duration> silence = Optional.empty();
    int priority = config.election().priority();
    switch (config.vrid() % 3) {
      case 0 -> {
        var sets = State.AnnouncementTimes.NONE;
        var rival = new State.Conflict(address("10.9.0.3"), 2, true, at);
        state = State.Master.since(at, at, sets).inConflict(rival);
        counters.put(Counter.RELEASED_MASTER, 2L);
        priority += 13;
      }
      case 1 -> {
        var master = new State.KnownMaster(address("10.9.0.2"), 120);
        state =
            State.Backup.until(at, Duration.ofMillis(500))
                .following(master, Duration.ofMillis(500));
        silence = Optional.of(Duration.ofMillis(321));
        priority -= 3;
      }
      default -> {
        faults.add(new FaultCondition(FaultCondition.Kind.SCRIPT, "db"));
        state = new State.Fault(faults);
      }
    }
    return new InstanceSnapshot(
        key,
        config,
        state,
        priority,
        faults,
        Optional.of(address("10.9.0.1")),
        transition(state.role()),
        silence,
        counters);
  }

  private static Transition transition(State.Role to) {
    var when = Instant.parse("2026-11-30T10:00:00Z");
    var at = new MonoTime(0);
    return switch (to) {
      case MASTER -> {
        var why = new Explanation(Cause.MASTER_TIMEOUT, "no advert from 10.9.0.2 for 3.61 s");
        yield new Transition(State.Role.BACKUP, to, when, at, why, new EventId(0xa1f3, 2291));
      }
      case BACKUP -> {
        var words = "10.9.0.2 advertises priority 120, ours is 87";
        var why = new Explanation(Cause.HIGHER_PRIORITY_HEARD, words);
        yield new Transition(State.Role.MASTER, to, when, at, why, EventId.NONE);
      }
      case FAULT, INITIALIZE -> {
        var why = new Explanation(Cause.FAULT_SCRIPT, "script db");
        yield new Transition(State.Role.BACKUP, to, when, at, why, EventId.NONE);
      }
    };
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private LvsSnapshot services() {
    var services = new ArrayList<LvsSnapshot.ServiceView>();
    for (var service : config.lvs().virtualServers()) {
      var servers = new ArrayList<LvsSnapshot.ServerView>();
      for (var server : service.realServers()) {
        var checks =
            server.checks().stream()
                .map(
                    check ->
                        new LvsSnapshot.CheckView(
                            check,
                            true,
                            true,
                            0,
                            0,
                            Optional.of(new MonoTime(0)),
                            "connected",
                            Optional.of(new MonoTime(2_000_000_000L)),
                            false,
                            1))
                .toList();
        servers.add(
            new LvsSnapshot.ServerView(
                "[" + server.endpoint().address() + "]:tcp:" + server.endpoint().port(),
                server,
                true,
                server.weight(),
                true,
                checks));
      }
      services.add(
          new LvsSnapshot.ServiceView(
              "[10.0.0.1]:tcp:443", service, List.of(), true, false, 5, servers));
    }
    return new LvsSnapshot(
        new MonoTime(1_000_000_000L), services, Optional.of("no IPVS in the kernel"), 0);
  }

  @Override
  public InstantSource wall() {
    return () -> Instant.parse("2026-11-30T13:11:05Z");
  }

  @Override
  public Reading.Process process() {
    var stale = new Staleness(Instant.parse("2026-11-30T11:00:00Z"), "line 3: unknown keyword");
    return new Reading.Process(
        Instant.parse("2026-11-30T09:00:00Z"), Duration.ofHours(3), config, Optional.of(stale));
  }

  @Override
  public Asked<VrrpSnapshot> vrrp() {
    questions.incrementAndGet();
    return new Asked<>(true, Optional.of(vrrp));
  }

  @Override
  public Asked<LvsSnapshot> lvs() {
    return new Asked<>(true, Optional.of(CompletableFuture.completedFuture(services())));
  }

  @Override
  public Asked<List<BfdEngine.View>> bfd() {
    var second = Duration.ofSeconds(1);
    var views =
        config.bfdInstances().values().stream()
            .map(bfd -> new BfdEngine.View(bfd, "Up", "Up", "No Diagnostic", second, second))
            .toList();
    return new Asked<>(true, Optional.of(CompletableFuture.completedFuture(views)));
  }
}
