package keepalived.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One case of `vrrp-cases.txt`: a configuration, and the events of its run.
record VrrpCase(String name, String text) {

  private static final String BASE =
      """
      interface %s
      virtual_router_id %d
      state BACKUP
      priority 150
      version 3
      advert_int 0.4
      notify /etc/keepalived/told
      """;
  private static final String PEER =
      """
      vrrp_instance PEER {
        interface eth0
        virtual_router_id 51
        priority 120
        version 3
        advert_int 0.4
        virtual_ipaddress {
          10.9.0.100/24
        }
        %s
      }
      """;
  private static final String GLOBAL =
      """
      global_defs {
        router_id R
        script_user root
        vrrp_notify_fifo /run/told.fifo
      }
      """;

  static List<VrrpCase> all() {
    try (var in = VrrpCase.class.getResourceAsStream("/interop/vrrp-cases.txt")) {
      String whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var cases = new ArrayList<VrrpCase>();
      for (String part : whole.split("(?m)^### ")) {
        int end = part.indexOf('\n');
        if (!part.startsWith("#")) {
          cases.add(new VrrpCase(part.substring(0, end), part.substring(end + 1)));
        }
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the rows of `allowed.tsv` name it.
  String story() {
    return "vrrp/" + name;
  }

  String configuration() {
    return GLOBAL
        + text.replaceAll("(?m)^ *@base2$", BASE.formatted("eth1", 52))
            .replaceAll("(?m)^ *@base$", BASE.formatted("eth0", 51));
  }

  Optional<String> direction(String word) {
    return text.lines()
        .filter(line -> line.equals("#: " + word) || line.startsWith("#: " + word + " "))
        .map(line -> line.substring(3 + word.length()).strip())
        .map(line -> line.replaceAll("@until ([^;]+)", "sh /etc/keepalived/until '$1'"))
        .findFirst();
  }

  /// The configuration of the backup, if the case has one.
  Optional<String> peer() {
    return direction("peer").map(lines -> PEER.formatted(lines.replace('|', '\n')));
  }

  /// The address of a host that has a BFD session with the router, if any.
  Optional<String> neighbour() {
    return direction("neighbour");
  }

  String vip() {
    return direction("vip").orElse("10.9.0.100");
  }

  boolean masterInFault() {
    return direction("faulty").isPresent();
  }

  boolean masterAfterRecovery() {
    return direction("recovered").isEmpty();
  }

  @Override
  public String toString() {
    return name;
  }
}
