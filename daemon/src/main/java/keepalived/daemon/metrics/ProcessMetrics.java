package keepalived.daemon.metrics;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import keepalived.daemon.api.Reading;
import keepalived.daemon.process.Release;

/// Families about the process, with the names that Prometheus clients use, its parts and its
/// configuration. The values come from /proc (proc(5)); what cannot be read is left out.
record ProcessMetrics(MetricsText text) {

  private static final Path SELF = Path.of("/proc/self");
  private static final long PAGE = 4096;

  /// sysconf(_SC_CLK_TCK): on Linux the same on every machine that we run on.
  private static final long TICKS = 100;

  void write(Reading reading) {
    text.gauge("keepalived_build_info", "Version of the program and its runtime");
    text.sample(
        MetricsText.labels("version", Release.VERSION, "java", Runtime.version().feature() + ""),
        1);
    text.gauge("process_start_time_seconds", "When all parts were running")
        .sample("", VrrpMetrics.unix(reading.process().started()));
    statistics();
    text.gauge("keepalived_part_up", "Whether a configured part works");
    for (var part : reading.parts()) {
      text.sample(MetricsText.labels("part", part.name()), part.sound() ? 1 : 0);
    }
    var stale = reading.process().stale();
    text.gauge("keepalived_config_stale", "Whether an earlier configuration than the files runs")
        .sample("", stale.isPresent() ? 1 : 0);
    text.gauge("keepalived_config_stale_since_timestamp_seconds", "Since when; 0 when it is not")
        .sample("", stale.map(s -> VrrpMetrics.unix(s.since())).orElse("0"));
  }

  private void statistics() {
    read("stat")
        .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "))
        .ifPresent(
            fields -> {
              // proc_pid_stat(5): fields 14 and 15, of which 13 and 14 follow the name.
              long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
              var seconds = BigDecimal.valueOf(ticks * (1000 / TICKS), 3);
              text.counter("process_cpu_seconds_total", "Processor time of all threads")
                  .sample("", seconds.toPlainString());
            });
    read("statm")
        .ifPresent(
            line ->
                text.gauge("process_resident_memory_bytes", "Resident memory")
                    .sample("", Long.parseLong(line.split(" ")[1]) * PAGE));
    try (var open = Files.list(SELF.resolve("fd"))) {
      text.gauge("process_open_fds", "Open descriptors").sample("", open.count());
    } catch (IOException e) {
      return;
    }
  }

  private static Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(SELF.resolve(name)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
