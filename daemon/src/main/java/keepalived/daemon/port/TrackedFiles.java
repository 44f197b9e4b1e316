package keepalived.daemon.port;

import java.util.Map;
import keepalived.core.config.track.TrackFile;

/// Follows the values of files.
public interface TrackedFiles extends AutoCloseable {

  /// Replaces the set of files; a file whose definition has not changed keeps its value.
  void configure(Map<String, TrackFile> files);

  @Override
  void close();
}
