package keepalived.daemon.script;

import java.util.List;

/// The result of resolving a configured script.
public sealed interface Resolution {

  /// Messages for the operator, in order.
  List<String> messages();

  /// @param insecure whether the rules of script security object, but are not enforced
  record Ready(Program program, boolean insecure, List<String> messages) implements Resolution {
    public Ready {
      messages = List.copyOf(messages);
    }
  }

  /// The script will not run.
  record Disabled(Reason reason, List<String> messages) implements Resolution {
    public Disabled {
      messages = List.copyOf(messages);
    }
  }

  enum Reason {
    NO_ACCOUNT,
    NOT_FOUND,
    NOT_A_FILE,
    NOT_EXECUTABLE,
    INSECURE
  }
}
