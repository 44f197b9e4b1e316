package keepalived.daemon.port;

import java.io.IOException;
import java.nio.file.Path;

/// Where dumps go: a directory in which others may have put something.
public interface DumpFiles {

  /// The directory of all dumps, mostly `/tmp`.
  Path directory();

  /// Puts a new file in place, in one step.
  ///
  /// @throws IOException when what is there is not ours to replace, or nothing can be written
  void write(Path target, String text) throws IOException;
}
