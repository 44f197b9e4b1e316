package keepalived.daemon.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import keepalived.core.event.EventId;
import keepalived.core.event.Happening;
import keepalived.core.event.Happening.Kind;
import keepalived.core.time.MonoTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entries of systemd's journal.
class JournaldEntriesTest {

  private static Recorded recorded(Happening event) {
    return new Recorded(new EventId(0xa1f3, 7), Instant.EPOCH, new MonoTime(0), event);
  }

  @Test
  void aChangeOfStateHasFields() {
    var step =
        Happening.of(Kind.STEP, "VI_1\nPRIORITY=0")
            .with("from", "BACKUP")
            .with("to", "MASTER")
            .with("cause", "master_timeout")
            .with("why", "master timeout, no advert");
    assertEquals(
        """
        MESSAGE=(VI_1\\nPRIORITY=0) BACKUP -> MASTER, master timeout, no advert
        MESSAGE_ID=6b8f0b0d5c7c4f0d9b3b2f3a7e514a1e
        PRIORITY=6
        SYSLOG_IDENTIFIER=Keepalived_vrrp
        KEEPALIVED_INSTANCE=VI_1\\nPRIORITY=0
        KEEPALIVED_FROM=BACKUP
        KEEPALIVED_TO=MASTER
        KEEPALIVED_CAUSE=master_timeout
        KEEPALIVED_EVENT=a1f3-7
        """,
        JournaldEntries.of(recorded(step)).orElseThrow());
  }

  @Test
  void otherEventsAreNoEntries() {
    assertEquals(Optional.empty(), JournaldEntries.of(recorded(Happening.of(Kind.LINK, "eth0"))));
  }

  /// A socket that exists and that no process reads.
  @Test
  void aJournalThatDoesNotAnswerCostsTheEntry(@TempDir Path directory) throws Exception {
    var file = Files.createFile(directory.resolve("socket"));
    JournaldEntries.to(file).accept(recorded(Happening.of(Kind.STEP, "VI_1")));
    JournaldEntries.to(directory.resolve("none")).accept(recorded(Happening.of(Kind.STEP, "VI_1")));
  }
}
