package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.compare.Allowed;
import keepalived.lab.compare.Snapshot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Programs that read the original's dumps can read ours: both daemons run the same configuration,
/// and the results of the published parsers are compared.
@Tag("linux")
class ExportersTest {

  private static final String CONFIGURATION =
      """
      global_defs {
        router_id R
        script_user root
        enable_script_security
      }
      vrrp_script chk {
        script "/usr/bin/test -e /etc/passwd"
        interval 1
      }
      vrrp_instance VI_1 {
        interface eth0
        virtual_router_id 51
        priority 250
        authentication {
          auth_type PASS
          auth_pass secret
        }
        virtual_ipaddress {
          10.9.0.100/24
          10.9.0.101/24 label eth0:1
        }
        virtual_ipaddress_excluded {
          fd00:9::100/64
        }
        notify_master "/usr/bin/true one"
        notify /usr/bin/true
        track_script {
          chk
        }
      }
      vrrp_instance VI_2 {
        version 3
        interface eth0
        virtual_router_id 52
        priority 255
        advert_int 0.5
        unicast_peer {
          10.9.0.2
        }
        virtual_ipaddress {
          10.9.0.102/24
        }
      }
      vrrp_instance VI_3 {
        interface eth0
        virtual_router_id 53
        priority 255
        use_vmac
        virtual_ipaddress {
          10.9.0.103
        }
      }
      vrrp_instance VI_4 {
        interface eth0
        virtual_router_id 54
        track_interface {
          eth1
        }
        virtual_ipaddress {
          fe80::54
          fd00:9::54/64
        }
      }
      """;

  /// How VyOS reads the JSON file: waits until a file with this name has been closed after writing,
  /// reads it, removes it. Prints each member with the type of its value.
  private static final String VYOS =
      """
      #!/usr/bin/python3
      import ctypes, json, os, signal, struct, select
      libc = ctypes.CDLL(None)
      watch = libc.inotify_init()
      libc.inotify_add_watch(watch, b'/run/tmp', 0x8)
      os.kill(int(open('/run/keepalived.pid').read()), signal.SIGRTMIN + 2)
      names = []
      while 'keepalived.json' not in names:
          if not select.select([watch], [], [], 30)[0]:
              raise SystemExit('never closed after writing')
          data = os.read(watch, 4096)
          while data:
              _, _, _, length = struct.unpack('iIII', data[:16])
              names.append(data[16:16 + length].rstrip(b'\\0').decode())
              data = data[16 + length:]
      for instance in json.load(open('/run/tmp/keepalived.json')):
          for part in ('data', 'stats'):
              for key, value in instance[part].items():
                  print(instance['data']['iname'], part, key, type(value).__name__,
                        json.dumps(value).replace(' ', '_'))
      os.remove('/run/tmp/keepalived.json')
      """;

  private record Read(String data, String stats, List<String> json) {}

  private static Read ours;
  private static Read theirs;

  @BeforeAll
  static void dump() {
    ours = dumpsOf(Keepalived.OURS);
    theirs = dumpsOf(Keepalived.ORIGINAL);
  }

  @AfterAll
  static void forget() {
    ours = null;
    theirs = null;
  }

  private static Read dumpsOf(Keepalived program) {
    try (var router = new Operated()) {
      router.lab.connect(router.machine, "eth1", "10.8.0.1/24");
      router.machine.mustRun("ip", "link", "set", "eth1", "down");
      router.configure(CONFIGURATION);
      router.machine.write("vyos.py", VYOS);
      var daemon = program.start(router.machine, "keepalived.conf");
      for (int last = 100; last <= 103; last++) {
        String address = "10.9.0." + last;
        Await.until(program + " has " + address, () -> router.machine.has(address));
      }
      Await.until("judged", () -> daemon.output().contains("VRRP_Script(chk) succeeded"));
      for (String function : List.of("DATA", "STATS")) {
        String number = router.machine.mustRun(program.program(), "--signum=" + function).strip();
        router.machine.mustRun("kill", "-s", number, router.read("/run/keepalived.pid").strip());
      }
      router.awaitFile("/run/tmp/keepalived.data");
      router.awaitFile("/run/tmp/keepalived.stats");
      var json = router.machine.mustRun("/etc/keepalived/vyos.py").lines().toList();
      Await.until(
          "scripts written",
          () -> router.read("/run/tmp/keepalived.data").contains("VRRP Script = chk"));
      var read =
          new Read(
              router.read("/run/tmp/keepalived.data"),
              router.read("/run/tmp/keepalived.stats"),
              json);
      assertEquals(0, daemon.stop(), daemon.output());
      return read;
    }
  }

  @Test
  void instancesAndTheirAddresses() {
    var found = PublishedParsers.instances(ours.data());
    assertEquals(PublishedParsers.instances(theirs.data()), found);
    assertEquals(Set.of("VI_1", "VI_2", "VI_3", "VI_4"), found.keySet());
    assertEquals(
        "10.9.0.100/24 on eth0, 10.9.0.101/24 on eth0", found.get("VI_1").get("Virtual IP"));
    assertEquals("MASTER", found.get("VI_1").get("State"));
    assertEquals("FAULT", found.get("VI_4").get("State"));
  }

  /// The line-strict exporter misses most of an instance in 2.2.7's file, whose flags have no `=`;
  /// in ours it finds everything.
  @Test
  void everyFieldForTheStrictExporter() {
    var found = PublishedParsers.strictInstances(ours.data());
    PublishedParsers.strictInstances(theirs.data())
        .forEach(
            (name, fields) -> assertTrue(found.get(name).keySet().containsAll(fields.keySet())));
    for (var fields : found.values()) {
      assertEquals(
          Set.of("Interface", "Last transition", "Virtual Router ID", "State", "Wantstate"),
          fields.keySet());
    }
    assertEquals("51", found.get("VI_1").get("Virtual Router ID"));
    assertEquals("vrrp.53, vmac on eth0", found.get("VI_3").get("Interface"));
  }

  @Test
  void trackedScripts() {
    var found = PublishedParsers.scripts(ours.data());
    assertEquals(Set.of("chk"), found.keySet());
    assertEquals("GOOD", found.get("chk").get("Status"));
    assertTrue(Set.of("idle", "running").contains(found.get("chk").get("State")), found.toString());
    assertEquals(
        PublishedParsers.scripts(theirs.data()).get("chk").keySet(), found.get("chk").keySet());
  }

  @Test
  void statistics() {
    var found = PublishedParsers.statistics(ours.stats());
    var original = PublishedParsers.statistics(theirs.stats());
    assertEquals(original.keySet(), found.keySet());
    var allowed = Allowed.in("exporters/statistics");
    assertEquals("", allowed.differences("dumped", lines(original), lines(found)));
    assertEquals(
        PublishedParsers.strictInstances(ours.data()).keySet(), found.keySet(), "one for each");
  }

  @Test
  void jsonHasTheSameMembersOfTheSameKinds() {
    var allowed = Allowed.in("exporters/json");
    assertEquals("", allowed.differences("dumped", kinds(theirs.json()), kinds(ours.json())));
    for (String name : List.of("VI_1", "VI_2", "VI_3", "VI_4")) {
      assertEquals(values(theirs.json(), name), values(ours.json(), name), name);
    }
  }

  /// Each instance is a part, with lines like `data vrid int`. A whole number of seconds may be
  /// written as one.
  private static Snapshot kinds(List<String> json) {
    var kinds = new TreeMap<String, Set<String>>();
    for (String line : json) {
      var words = line.split(" ");
      String kind = words[2].equals("last_transition") ? "float" : words[3];
      kinds
          .computeIfAbsent(words[0], _ -> new TreeSet<>())
          .add(words[1] + " " + words[2] + " " + kind);
    }
    return lines(kinds);
  }

  private static Snapshot lines(Map<String, ? extends Collection<String>> parts) {
    var snapshot = Snapshot.EMPTY;
    for (var part : parts.entrySet()) {
      snapshot = snapshot.with(part.getKey(), List.copyOf(part.getValue()));
    }
    return snapshot;
  }

  /// The values that must be equal: all except times, counters and the password.
  private static Map<String, String> values(List<String> json, String instance) {
    var values = new TreeMap<String, String>();
    for (String line : json) {
      var words = line.split(" ");
      boolean differs =
          Set.of("last_transition", "auth_data", "master_adver_int").contains(words[2]);
      if (words[0].equals(instance) && words[1].equals("data") && !differs) {
        // The kernel always gives link-local addresses that scope; our dump shows it.
        values.put(words[2], words[4].replace("scope_link", "scope_global"));
      }
    }
    return values;
  }
}
