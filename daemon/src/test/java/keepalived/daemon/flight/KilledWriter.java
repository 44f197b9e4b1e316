package keepalived.daemon.flight;

import java.nio.file.Path;
import java.time.InstantSource;
import keepalived.core.event.Happening;
import keepalived.core.time.MonoTime;

/// A process that records events until it is killed, and prints each number after it was recorded.
final class KilledWriter {

  private KilledWriter() {}

  public static void main(String[] words) {
    var files = FlightFiles.of(Path.of(words[0]), Path.of(words[0], "no"), Path.of("/run/k.pid"));
    var recorder = FlightRecorder.start(files, InstantSource.system(), System.err::println);
    recorder.opened();
    while (true) {
      var event = Happening.of(Happening.Kind.STEP, "VI_1").with("cause", "master_timeout");
      System.out.println(
          recorder.recorder().record(new MonoTime(System.nanoTime()), event).number());
    }
  }
}
