package keepalived.core.config.track;

import java.util.Optional;

/// A file whose leading integer is tracked (`track_file`).
///
/// @param initial create the file at start with this value
public record TrackFile(
    String name, String path, int weight, boolean reverse, Optional<Initial> initial) {

  public record Initial(int value, boolean overwrite) {}
}
