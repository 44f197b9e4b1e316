package keepalived.interop;

import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;

/// Our daemon as the only router of a lab, with a bystander machine.
final class OneRouter implements AutoCloseable {

  static final String VIP = "10.9.0.100";

  final Lab lab = new Lab();
  final Machine machine = lab.machine("router", "10.9.0.1/24");
  final Machine bystander = lab.machine("bystander", "10.9.0.2/24");
  private Program daemon;

  /// @param extra lines for the instance
  static String configuration(int version, int priority, String extra) {
    return """
    global_defs {
      router_id R
      script_user root
      enable_script_security
    }
    vrrp_instance VI_1 {
      interface eth0
      state BACKUP
      version %d
      virtual_router_id 51
      priority %d
      advert_int 1
      %s
      virtual_ipaddress {
        10.9.0.100/24
      }
    }
    """
        .formatted(version, priority, extra);
  }

  Program start(String configuration) {
    machine.write("keepalived.conf", configuration);
    daemon = Keepalived.OURS.start(machine, "keepalived.conf");
    return daemon;
  }

  void awaitMaster() {
    Await.until(() -> "the router is master\n" + daemon.output(), () -> machine.has(VIP));
  }

  @Override
  public void close() {
    lab.close();
  }
}
