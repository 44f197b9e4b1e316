package keepalived.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keepalived.conf.reader.ConfigReader;

/// Writes the configurations of the benchmarks (`generate DIRECTORY`), or reads a configuration and
/// prints how long that took (`read FILE`). `scripts/bench-config` runs it.
public final class ConfigBench {

  private ConfigBench() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments[0].equals("generate")) {
      generate(Path.of(arguments[1]));
      return;
    }
    long start = System.nanoTime();
    var result = ConfigReader.read(Path.of(arguments[1]), ConfigReader.Options.of("bench"));
    long millis = (System.nanoTime() - start) / 1_000_000;
    var runtime = Runtime.getRuntime();
    long used = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    System.out.println(
        "status %d, %d diagnostics, read %d ms, heap %d MB"
            .formatted(result.testStatus(), result.diagnostics().size(), millis, used));
  }

  private static void generate(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (int servers : new int[] {100, 1_000, 10_000, 50_000}) {
      Files.writeString(directory.resolve("servers-" + servers + ".conf"), services(servers, 4));
    }
    Files.writeString(directory.resolve("services-5000x4.conf"), services(20_000, 4));
    Files.writeString(directory.resolve("one-service-60000.conf"), services(60_000, 60_000));
    Files.writeString(directory.resolve("instances-2000.conf"), instances(2_000));
  }

  private static String services(int servers, int each) {
    var text = new StringBuilder();
    for (int i = 0; i < servers; i += each) {
      int n = i / each;
      text.append("virtual_server 10.%d.%d.%d 80 {%n".formatted(n >> 16, n >> 8 & 255, n & 255));
      text.append("    lb_algo rr\n    lb_kind NAT\n    protocol TCP\n");
      for (int j = 0; j < Math.min(each, servers - i); j++) {
        int s = i + j;
        text.append(
            "    real_server 172.%d.%d.%d 80 {%n        weight 1%n        TCP_CHECK {%n            connect_timeout 3%n        }%n    }%n"
                .formatted(16 + (s >> 16), s >> 8 & 255, s & 255));
      }
      text.append("}\n");
    }
    return text.toString();
  }

  private static String instances(int count) {
    var text = new StringBuilder("global_defs {\n    dynamic_interfaces\n}\n");
    for (int i = 0; i < count; i++) {
      text.append(
          "vrrp_instance VI_%d {%n    interface eth%d%n    virtual_router_id %d%n    priority 100%n    virtual_ipaddress {%n        10.9.%d.%d/24%n    }%n}%n"
              .formatted(i, i / 255, i % 255 + 1, i >> 8, i & 255));
    }
    return text.toString();
  }
}
