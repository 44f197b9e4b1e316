package keepalived.vrrp.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import keepalived.linux.loop.EpollLoop;
import keepalived.vrrp.net.TestInstances;
import org.junit.jupiter.api.Test;

class ProcessMonitorTest {

  /// User-Mode Linux is such a kernel: its connector takes the request and knows no processes.
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
    var tracked = TestInstances.process("sleep", marker);
    try {
      loop.post(
          () ->
              new ProcessMonitor(
                      loop,
                      _ -> () -> ended.set(true),
                      report -> lines.add(report.text()),
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
}
