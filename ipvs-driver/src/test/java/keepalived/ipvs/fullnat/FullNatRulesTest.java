package keepalived.ipvs.fullnat;

import static keepalived.ipvs.Tables.ip;
import static keepalived.ipvs.Tables.tcp;
import static keepalived.ipvs.Tables.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import keepalived.core.net.Family;
import keepalived.ipvs.table.ServiceKey;
import org.junit.jupiter.api.Test;

class FullNatRulesTest {

  @Test
  void aRulePerServiceInOneTable() {
    assertEquals(
        """
        add table inet keepalived_fullnat
        delete table inet keepalived_fullnat
        table inet keepalived_fullnat {
          chain postrouting {
            type nat hook postrouting priority srcnat; policy accept;
            ct original ip daddr 10.0.0.1 meta l4proto tcp ct original proto-dst 80 masquerade
            ct original ip daddr 10.0.0.1 meta l4proto udp snat ip to 10.1.0.1
            ct original ip6 daddr 2001:db8::1 meta l4proto tcp ct original proto-dst 80 snat ip6 to \
        numgen inc mod 2 map { 0 : 2001:db8:1::1, 1 : 2001:db8:1::2 }
            meta nfproto ipv4 meta mark 7 masquerade
          }
        }
        """,
        FullNatRules.of(
            List.of(
                new FullNatService(tcp("10.0.0.1", 80), List.of()),
                new FullNatService(udp("10.0.0.1", 0), List.of(ip("10.1.0.1"))),
                new FullNatService(
                    tcp("2001:db8::1", 80), List.of(ip("2001:db8:1::1"), ip("2001:db8:1::2"))),
                new FullNatService(new ServiceKey.ByMark(7, Family.IPV4), List.of()))));
  }

  @Test
  void withoutServicesTheTableGoes() {
    assertEquals(
        "add table inet keepalived_fullnat\ndelete table inet keepalived_fullnat\n",
        FullNatRules.of(List.of()));
  }

  @Test
  void theSameForIptables() {
    var services =
        List.of(
            new FullNatService(tcp("10.0.0.1", 80), List.of()),
            new FullNatService(udp("10.0.0.1", 0), List.of(ip("10.1.0.1"), ip("10.1.0.2"))),
            new FullNatService(tcp("2001:db8::1", 80), List.of(ip("2001:db8:1::1"))),
            new FullNatService(new ServiceKey.ByMark(7, Family.IPV6), List.of()));
    assertEquals(
        """
        *nat
        :KEEPALIVED_FULLNAT - [0:0]
        -A KEEPALIVED_FULLNAT -m ipvs --vproto tcp --vaddr 10.0.0.1 --vport 80 -j MASQUERADE
        -A KEEPALIVED_FULLNAT -m ipvs --vproto udp --vaddr 10.0.0.1 -m statistic --mode nth \
        --every 2 --packet 0 -j SNAT --to-source 10.1.0.1
        -A KEEPALIVED_FULLNAT -m ipvs --vproto udp --vaddr 10.0.0.1 -j SNAT --to-source 10.1.0.2
        COMMIT
        """,
        IptablesRules.of(services, Family.IPV4));
    assertEquals(
        """
        *nat
        :KEEPALIVED_FULLNAT - [0:0]
        -A KEEPALIVED_FULLNAT -m ipvs --vproto tcp --vaddr 2001:db8::1 --vport 80 \
        -j SNAT --to-source 2001:db8:1::1
        -A KEEPALIVED_FULLNAT -m ipvs --ipvs -m mark --mark 7 -j MASQUERADE
        COMMIT
        """,
        IptablesRules.of(services, Family.IPV6));
  }

  @Test
  void localAddressesAreOfTheServicesFamily() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new FullNatService(tcp("10.0.0.1", 80), List.of(ip("2001:db8::1"))));
  }
}
