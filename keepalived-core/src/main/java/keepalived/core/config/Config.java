package keepalived.core.config;

import java.util.Map;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.config.track.TrackFile;

/// The content of one set of configuration files. A start is a reload from [#EMPTY], a stop a
/// reload to it.
///
/// @param trackFiles by name; shared by VRRP tracking and FILE_CHECK
/// @param bfdInstances by name; shared by VRRP tracking and BFD_CHECK
public record Config(
    GlobalSettings global,
    VrrpConfig vrrp,
    LvsConfig lvs,
    Map<String, TrackFile> trackFiles,
    Map<String, BfdInstance> bfdInstances) {

  public static final Config EMPTY =
      new Config(GlobalSettings.DEFAULT, VrrpConfig.EMPTY, LvsConfig.EMPTY, Map.of(), Map.of());

  public Config {
    trackFiles = Ordered.copyOf(trackFiles);
    bfdInstances = Ordered.copyOf(bfdInstances);
  }

  /// The same configuration with other global settings.
  public Config with(GlobalSettings other) {
    return new Config(other, vrrp, lvs, trackFiles, bfdInstances);
  }
}
