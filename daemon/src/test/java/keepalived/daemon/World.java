package keepalived.daemon;

import java.time.Duration;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.daemon.sim.Planted;
import keepalived.daemon.sim.SimHost;
import keepalived.daemon.sim.SimNetwork;

/// Two daemons on one segment; the first has the higher priority.
final class World implements AutoCloseable {

  final SimLoop clock = new SimLoop();
  final SimDaemon first;
  final SimDaemon second;

  World(long seed, Planted planted) {
    var lan = new SimNetwork.Lan(clock);
    first = daemon(seed, planted, lan, "one", "192.0.2.1", file(150, "198.51.100.1"));
    second = daemon(seed, Planted.NONE, lan, "two", "192.0.2.2", file(100, "198.51.100.1"));
  }

  SimDaemon daemon(
      long seed, Planted planted, SimNetwork.Lan lan, String name, String own, String text) {
    var host = new SimHost(clock, lan, IpAddress.parse(own).orElseThrow(), seed, planted);
    return new SimDaemon(name, clock, host, text);
  }

  static String file(int priority, String address) {
    return """
    global_defs {
      script_user root
      enable_script_security
    }
    vrrp_script fine {
      script "/scripts/fine"
      interval 1
    }
    vrrp_instance VI_1 {
      interface eth0
      virtual_router_id 51
      priority %d
      advert_int 1
      virtual_ipaddress {
        %s/32
      }
      track_script {
        fine
      }
      notify_master "/scripts/master"
      notify_backup "/scripts/backup"
      notify_fault "/scripts/hang"
      notify_stop "/scripts/stop"
    }
    """
        .formatted(priority, address);
  }

  void run(Duration time) {
    clock.runFor(time);
  }

  /// Both run and the first is master.
  void begin() {
    first.start();
    second.start();
    run(Duration.ofSeconds(20));
    first.checkRuns();
    second.checkRuns();
    checkOneMaster();
  }

  void checkOneMaster() {
    if (first.host().network().addresses().isEmpty()) {
      throw new Violation("addresses are lost without a reason of the protocol");
    }
    if (!second.host().network().addresses().isEmpty()) {
      throw new Violation("two masters while all is quiet");
    }
  }

  /// The first keeps its addresses for this time, event by event.
  void keepsAddresses(Duration time) {
    var until = clock.now().plus(time);
    while (clock.now().isBefore(until) && clock.runNext()) {
      checkOneMaster();
    }
  }

  void end() {
    first.stopAndCheck();
    run(Duration.ofSeconds(10));
    if (second.host().network().addresses().isEmpty()) {
      throw new Violation("no master after the first has stopped");
    }
    second.stopAndCheck();
  }

  @Override
  public void close() {
    first.host().close();
    second.host().close();
  }
}
