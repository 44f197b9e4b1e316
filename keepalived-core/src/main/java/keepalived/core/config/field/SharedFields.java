package keepalived.core.config.field;

import java.util.List;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.config.track.TrackFile;

/// The fields that VRRP and virtual servers share.
public final class SharedFields {

  public static final List<Field<TrackFile>> FILE =
      List.of(
          Field.of("name", TrackFile::name),
          Field.of("file", TrackFile::path),
          Field.of("weight", f -> Words.weight(f.weight(), f.reverse())),
          Field.of("init_file", f -> f.initial().map(SharedFields::initial)));

  public static final List<Field<BfdInstance>> BFD =
      List.of(
          Field.of("name", BfdInstance::name),
          Field.of("neighbor_ip", BfdInstance::neighbor),
          Field.of("source_ip", BfdInstance::source),
          Field.of("min_rx", BfdInstance::minRx, Words::milliseconds),
          Field.of("min_tx", BfdInstance::minTx, Words::milliseconds),
          Field.of("idle_tx", BfdInstance::idleTx, Words::milliseconds),
          Field.of("multiplier", BfdInstance::multiplier),
          Field.of("passive", BfdInstance::passive),
          Field.of("ttl", BfdInstance::ttl),
          Field.of("max_hops", BfdInstance::maxHops),
          Field.of("multihop", BfdInstance::multihop),
          Field.of("weight", b -> Words.weight(b.weight(), b.reverse())),
          Field.of("vrrp", BfdInstance::vrrp),
          Field.of("checker", BfdInstance::checker));

  private SharedFields() {}

  private static String initial(TrackFile.Initial initial) {
    return initial.value() + (initial.overwrite() ? " overwrite" : "");
  }
}
