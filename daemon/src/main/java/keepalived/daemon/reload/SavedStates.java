package keepalived.daemon.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import keepalived.core.config.Config;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.dump.DumpFile;
import keepalived.daemon.dump.StateTexts;
import keepalived.daemon.log.Journal;
import keepalived.daemon.process.Release;
import keepalived.daemon.status.GlobalDump;
import keepalived.linux.file.PlainFile;

/// `config_save_dir`: copies of the main file at start and at each reload, and of the state of each
/// part before and after, with the original's file names (`keepalived.conf.PID.N`,
/// `keepalived_vrrp.PID.N.pre`). For diagnosing problems that appear after many reloads.
public final class SavedStates {

  private static final Map<Part, String> NAMES =
      Map.of(
          Part.VRRP, "keepalived_vrrp",
          Part.CHECKER, "keepalived_check",
          Part.BFD, "keepalived_bfd");

  private static final int MAIN_FILE_MAX = 64 << 20;

  private final StateTexts states;
  private final Journal journal;
  private final Path mainFile;
  private final long pid = ProcessHandle.current().pid();
  private int reloads;

  public SavedStates(StateTexts states, Journal journal, Path mainFile) {
    this.states = states;
    this.journal = journal;
    this.mainFile = mainFile;
  }

  /// The first configuration was applied.
  public void started(Config config) {
    copyMainFile(config);
  }

  /// A reload is about to be applied.
  ///
  /// @param running the current configuration
  /// @param next has the name of the directory
  public void before(Config running, Config next) {
    reloads++;
    copyMainFile(next);
    save(running, next, "pre");
  }

  public void after(Config config) {
    save(config, config, "post");
  }

  private void save(Config of, Config into, String when) {
    if (into.global().dumps().configSaveDirectory().isEmpty()) {
      return;
    }
    String head = GlobalDump.text(of.global(), Release.hostName());
    states
        .texts(of)
        .forEach(
            (part, text) ->
                write(into, NAMES.get(part) + "." + pid + "." + reloads + "." + when, head + text));
  }

  private void copyMainFile(Config config) {
    if (config.global().dumps().configSaveDirectory().isEmpty()) {
      return;
    }
    try {
      String text =
          "# "
              + mainFile
              + "\n"
              + new String(PlainFile.whole(mainFile, MAIN_FILE_MAX), StandardCharsets.UTF_8);
      write(config, "keepalived.conf." + pid + "." + reloads, text);
    } catch (IOException e) {
      warn("Cannot read " + mainFile + ": " + e.getMessage());
    }
  }

  private void write(Config config, String name, String text) {
    Path directory = Path.of(config.global().dumps().configSaveDirectory().orElseThrow());
    try {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        var ours = PosixFilePermissions.fromString("rwx------");
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(ours));
        // With the usual umask we could not enter the directory ourselves.
        Files.setPosixFilePermissions(directory, ours);
      }
      DumpFile.write(directory.resolve(name), text);
    } catch (IOException e) {
      warn("Cannot save " + directory.resolve(name) + ": " + e.getMessage());
    }
  }

  private void warn(String text) {
    journal.log(Part.PARENT, Level.WARNING, text);
  }
}
