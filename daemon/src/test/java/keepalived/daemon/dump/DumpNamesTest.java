package keepalived.daemon.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import keepalived.conf.reader.ConfigReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpNamesTest {

  @TempDir Path directory;

  private DumpNames names(String globals, Optional<String> namespace) throws Exception {
    String text = "instance I\nglobal_defs {\n" + globals + "\n}\n";
    Path file = Files.writeString(directory.resolve("keepalived.conf"), text);
    var config = ConfigReader.read(file, ConfigReader.Options.of("x")).config();
    return new DumpNames(Path.of("/tmp"), config.global(), namespace);
  }

  @Test
  void inTheTemporaryDirectory() throws Exception {
    var names = names("", Optional.of("blue"));
    assertEquals(Path.of("/tmp/keepalived.data"), names.state(""));
    assertEquals(Path.of("/tmp/keepalived_check.data"), names.state("_check"));
    assertEquals(Path.of("/tmp/keepalived.stats"), names.statistics());
    assertEquals(Path.of("/tmp/keepalived.json"), names.json());
  }

  @Test
  void withTheInstance() throws Exception {
    var names = names("data_use_instance true", Optional.of("blue"));
    assertEquals(Path.of("/tmp/keepalived_parent_blue_I.data"), names.state("_parent"));
    assertEquals(Path.of("/tmp/keepalived_blue_I.stats"), names.statistics());
  }

  @Test
  void whereTheFileSays() throws Exception {
    assertEquals(
        Path.of("/var/x/keepalived.data"),
        names("state_dump_file /var/x/", Optional.empty()).state(""));
    assertEquals(
        Path.of("/var/x/k_check.txt"),
        names("state_dump_file /var/x/k.txt", Optional.empty()).state("_check"));
    assertEquals(
        Path.of("/var/x/s.txt"),
        names("stats_dump_file /var/x/s.txt", Optional.empty()).statistics());
    assertEquals(
        Path.of("/var/x/keepalived.json"),
        names("json_dump_file /var/x/", Optional.empty()).json());
  }
}
