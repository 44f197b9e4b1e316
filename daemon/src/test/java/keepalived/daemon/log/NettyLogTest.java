package keepalived.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.internal.logging.InternalLoggerFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NettyLogTest {

  private final InternalLoggerFactory before = InternalLoggerFactory.getDefaultFactory();

  @AfterEach
  void restore() {
    InternalLoggerFactory.setDefaultFactory(before);
  }

  @Test
  void warningsAndErrorsBecomeLinesAndTheRestIsSilent() {
    List<String> lines = new ArrayList<>();
    try (var journal =
        new Journal(
            InstantSource.system(),
            0,
            () -> line -> lines.add(line.part() + " " + line.level() + " " + line.text()))) {
      NettyLog.to(journal);
      var log = InternalLoggerFactory.getInstance("io.netty.Thing");
      log.trace("{}", 1);
      log.debug("{} {}", 1, 2);
      log.info("{} {} {}", 1, 2, 3);
      log.warn("plain");
      log.warn("one {}", 1);
      log.warn("two {} {}", 1, 2);
      log.warn("three {} {} {}", 1, 2, 3);
      log.error("with a cause {}", "here", new IllegalStateException("why"));
      log.error("text", new IllegalStateException("why"));
    }
    assertEquals(
        List.of(
            "PARENT WARNING io.netty.Thing: plain",
            "PARENT WARNING io.netty.Thing: one 1",
            "PARENT WARNING io.netty.Thing: two 1 2",
            "PARENT WARNING io.netty.Thing: three 1 2 3",
            "PARENT ERROR io.netty.Thing: with a cause here:"
                + " java.lang.IllegalStateException: why",
            "PARENT ERROR io.netty.Thing: text: java.lang.IllegalStateException: why"),
        lines);
  }
}
