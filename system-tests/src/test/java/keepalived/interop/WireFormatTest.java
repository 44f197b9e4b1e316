package keepalived.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keepalived.lab.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our packets as decoded by another program: tshark reads adverts and gratuitous ARP, checksums
/// included.
@Tag("linux")
class WireFormatTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void tsharkDecodesAdvertsAndArp(int version) {
    try (var router = new OneRouter()) {
      var capture =
          router.bystander.start(
              "tshark",
              "-i",
              "eth0",
              "-l",
              "-n",
              "-o",
              "ip.check_checksum:TRUE",
              "-f",
              "arp or ip proto 112",
              "-T",
              "fields",
              "-E",
              "separator=;",
              "-e",
              "_ws.col.Protocol",
              "-e",
              "ip.ttl",
              "-e",
              "ip.dsfield",
              "-e",
              "ip.checksum.status",
              "-e",
              "ip.dst",
              "-e",
              "vrrp.version",
              "-e",
              "vrrp.virt_rtr_id",
              "-e",
              "vrrp.prio",
              "-e",
              "vrrp.ip_addr",
              "-e",
              "vrrp.checksum.status",
              "-e",
              "eth.dst",
              "-e",
              "arp.opcode",
              "-e",
              "arp.isgratuitous",
              "-e",
              "arp.src.proto_ipv4",
              "-e",
              "arp.dst.proto_ipv4");
      Await.until("tshark listens", () -> capture.output().contains("Capturing on"));
      router.start(OneRouter.configuration(version, 100, ""));
      router.awaitMaster();
      Await.until(
          "adverts and ARP seen",
          () -> lines(capture.output(), "VRRP;").size() > 1 && !arps(capture.output()).isEmpty());
      var adverts = lines(capture.output(), "VRRP;");
      for (String advert : adverts) {
        assertEquals(
            "VRRP;255;0xc0;1;224.0.0.18;%d;51;100;10.9.0.100;1;01:00:5e:00:00:12;;;;"
                .formatted(version),
            advert);
      }
      for (String arp : arps(capture.output())) {
        assertTrue(
            arp.matches("ARP;;;;;;;;;;ff:ff:ff:ff:ff:ff;1;(1|True);10.9.0.100;10.9.0.100"), arp);
      }
    }
  }

  private static List<String> lines(String output, String start) {
    return output.lines().filter(line -> line.startsWith(start)).toList();
  }

  private static List<String> arps(String output) {
    return lines(output, "ARP;").stream().filter(l -> l.contains("10.9.0.100")).toList();
  }
}
