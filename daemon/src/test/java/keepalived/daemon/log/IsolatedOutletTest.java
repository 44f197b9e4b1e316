package keepalived.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;
import keepalived.core.log.Part;
import org.junit.jupiter.api.Test;

class IsolatedOutletTest {

  private static final class Place implements Outlet {
    final List<String> written = new ArrayList<>();
    final List<Boolean> patience = new ArrayList<>();
    Optional<String> fault = Optional.empty();
    Optional<RuntimeException> bug = Optional.empty();
    boolean optional;

    @Override
    public String name() {
      return "place";
    }

    @Override
    public boolean mayBeAbsent() {
      return optional;
    }

    @Override
    public Optional<String> write(JournalEntry line, boolean patient) {
      patience.add(patient);
      bug.ifPresent(
          e -> {
            throw e;
          });
      if (fault.isEmpty()) {
        written.add(line.text());
      }
      return fault;
    }
  }

  private final Place place = new Place();
  private final IsolatedOutlet sink = new IsolatedOutlet(place);

  private Optional<String> say(String text) {
    return sink.accept(
        new JournalEntry(Instant.EPOCH, new LogLine(Part.VRRP, Level.INFO, text), "vrrp"));
  }

  @Test
  void whatIsLostIsCountedAndSaidOnceItWorksAgain() {
    assertEquals(Optional.empty(), say("1"));
    place.fault = Optional.of("No space left on device");
    assertEquals(
        Optional.of("place: No space left on device: lines are lost there until it works again"),
        say("2"));
    assertEquals(Optional.empty(), say("3"));
    place.fault = Optional.of("Input/output error");
    assertEquals(Optional.empty(), say("4"));
    place.fault = Optional.empty();
    String note = "3 log lines were lost: Input/output error";
    assertEquals(Optional.of("place works again; " + note), say("5"));
    assertEquals(Optional.empty(), say("6"));
    assertEquals(List.of("1", note, "5", "6"), place.written);
  }

  /// Waiting is limited to working outlets: one that hangs costs one second in total, not one for
  /// each line.
  @Test
  void patienceIsForThoseThatWork() {
    say("1");
    place.fault = Optional.of("nothing reads it");
    say("2");
    say("3");
    say("4");
    place.fault = Optional.empty();
    say("5");
    say("6");
    assertEquals(List.of(true, true, false, false, false, false, true), place.patience);
  }

  @Test
  void whatWasNeverThereIsNotMissed() {
    place.optional = true;
    place.fault = Optional.of("No such file or directory");
    assertEquals(Optional.empty(), say("1"));
    place.fault = Optional.empty();
    say("2");
    place.fault = Optional.of("Connection refused");
    assertEquals(
        Optional.of("place: Connection refused: lines are lost there until it works again"),
        say("3"));
  }

  @Test
  void aBugOfOneOutletIsItsFault() {
    place.bug = Optional.of(new IllegalStateException("x"));
    say("1");
    place.bug = Optional.empty();
    say("2");
    assertEquals(
        List.of("1 log line was lost: internal error: java.lang.IllegalStateException: x", "2"),
        place.written);
  }

  @Test
  void theOthersGoOnAndAreTold() {
    var other = new Place();
    var sinks = new EnumMap<Part, List<IsolatedOutlet>>(Part.class);
    sinks.put(Part.VRRP, List.of(sink, new IsolatedOutlet(other)));
    sinks.put(Part.PARENT, List.of(sink));
    var last = new Place();
    var log = new LogOutputs(sinks, () -> new IsolatedOutlet(last));
    place.fault = Optional.of("is a FIFO");
    log.accept(new JournalEntry(Instant.EPOCH, new LogLine(Part.VRRP, Level.INFO, "one"), "vrrp"));
    place.fault = Optional.empty();
    log.accept(new JournalEntry(Instant.EPOCH, new LogLine(Part.VRRP, Level.INFO, "two"), "vrrp"));
    assertEquals(
        List.of(
            "place: is a FIFO: lines are lost there until it works again",
            "one",
            "place works again; 1 log line was lost: is a FIFO",
            "two"),
        other.written);
    place.fault = Optional.of("is a FIFO");
    log.accept(
        new JournalEntry(Instant.EPOCH, new LogLine(Part.PARENT, Level.INFO, "three"), "vrrp"));
    assertEquals(
        List.of("place: is a FIFO: lines are lost there until it works again"), last.written);
  }
}
