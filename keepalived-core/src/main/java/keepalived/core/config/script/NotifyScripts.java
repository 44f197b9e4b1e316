package keepalived.core.config.script;

import java.util.Optional;

/// The scripts of an instance or a sync group.
///
/// @param any run on every change, with kind, name, state and priority appended
public record NotifyScripts(
    Optional<Script> master,
    Optional<Script> backup,
    Optional<Script> fault,
    Optional<Script> stop,
    Optional<Script> any) {

  public static final NotifyScripts NONE =
      new NotifyScripts(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
