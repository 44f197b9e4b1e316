package keepalived.daemon.port;

import java.util.Map;
import keepalived.core.config.track.TrackFile;

/// Files whose values are followed.
public interface TrackedFiles extends AutoCloseable {

  /// Follows these files; a file whose definition has not changed keeps its value.
  void configure(Map<String, TrackFile> files);

  @Override
  void close();
}
