package keepalived.daemon.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import keepalived.core.config.Config;
import org.junit.jupiter.api.Test;

class CapabilityTest {

  @Test
  void bitsAreThoseOfTheKernel() {
    assertEquals(EnumSet.of(Capability.NET_ADMIN, Capability.NET_RAW), Capability.of(0x3000));
    assertEquals(Set.of(Capability.values()), Capability.of(-1L));
    assertEquals(Set.of(), Capability.of(0));
  }

  @Test
  void nothingIsNeededForNothing() {
    assertEquals(Set.of(), Capability.missing(Config.EMPTY, Set.of()));
  }

  @Test
  void aComplaintNamesCapabilityFeatureAndConsequence() {
    String text = Capability.IPC_LOCK.complaint();
    assertTrue(text.startsWith("CAP_IPC_LOCK is missing: memory may be swapped out"), text);
    assertTrue(text.contains("locking memory"), text);
  }
}
