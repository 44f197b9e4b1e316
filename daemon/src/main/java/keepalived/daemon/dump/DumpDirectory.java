package keepalived.daemon.dump;

import java.io.IOException;
import java.nio.file.Path;
import keepalived.daemon.port.DumpFiles;

/// Dumps in the temporary directory of this machine.
public record DumpDirectory(Path directory) implements DumpFiles {

  /// @param tmpdir the variable TMPDIR of the daemon, or null
  public static DumpDirectory of(String tmpdir) {
    return new DumpDirectory(DumpFile.directory(tmpdir));
  }

  @Override
  public void write(Path target, String text) throws IOException {
    DumpFile.write(target, text);
  }
}
