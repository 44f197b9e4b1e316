package keepalived.tracking.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.linux.loop.EpollLoop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProcessMonitorTest {

  /// A tracker for the process with this name and this single argument: a quorum of one, no delays.
  private static TrackProcess tracked(String name, String word) {
    return new TrackProcess(
        "p",
        name,
        List.of(word),
        TrackProcess.Match.EXACT,
        0,
        false,
        1,
        -1,
        Duration.ZERO,
        Duration.ZERO,
        false);
  }

  /// User-Mode Linux has such a kernel: its connector accepts the request and reports no processes.
  @Test
  void aKernelThatNeverAnswersIsReplacedByReadingProc() throws Exception {
    var lines = new ConcurrentLinkedQueue<String>();
    var thrown = new ConcurrentLinkedQueue<Throwable>();
    var ended = new AtomicBoolean();
    var quorums = new ConcurrentLinkedQueue<Boolean>();
    var lost = new CompletableFuture<Void>();
    var loop = EpollLoop.start("processes", thrown::add);
    String marker = "86" + ProcessHandle.current().pid();
    var sleeping = new ProcessBuilder("sleep", marker).start();
    var tracked = tracked("sleep", marker);
    try {
      loop.post(
          () ->
              new ProcessMonitor(
                      loop,
                      _ -> () -> ended.set(true),
                      new PartLog(Part.VRRP, line -> lines.add(line.text())),
                      (_, met) -> {
                        quorums.add(met);
                        sleeping.destroyForcibly();
                        if (!met) {
                          lost.complete(null);
                        }
                      })
                  .configure(Map.of("p", tracked)));
      lost.get(30, TimeUnit.SECONDS);
      assertEquals(List.of(true, false), List.copyOf(quorums));
      assertTrue(ended.get());
      assertTrue(
          lines.stream().anyMatch(line -> line.contains("reading /proc every second")),
          lines.toString());
      assertEquals(List.of(), List.copyOf(thrown));
    } finally {
      sleeping.destroyForcibly();
      loop.close();
    }
  }

  /// The kernel's process connector needs root.
  @Test
  @Tag("linux")
  void theKernelReportsStartAndEndOfAProcess() throws Exception {
    var thrown = new ConcurrentLinkedQueue<Throwable>();
    var quorums = new LinkedBlockingQueue<Boolean>();
    String marker = "87" + ProcessHandle.current().pid();
    try (var loop = EpollLoop.start("processes", thrown::add)) {
      loop.post(
          () ->
              new ProcessMonitor(
                      loop, 0, new PartLog(Part.VRRP, _ -> {}), (_, met) -> quorums.add(met))
                  .configure(Map.of("p", tracked("sleep", marker))));
      assertEquals(Boolean.FALSE, quorums.poll(10, TimeUnit.SECONDS));
      var sleeping = new ProcessBuilder("sleep", marker).start();
      assertEquals(Boolean.TRUE, quorums.poll(10, TimeUnit.SECONDS));
      sleeping.destroyForcibly();
      assertEquals(Boolean.FALSE, quorums.poll(10, TimeUnit.SECONDS));
      assertEquals(List.of(), List.copyOf(thrown));
    }
  }
}
