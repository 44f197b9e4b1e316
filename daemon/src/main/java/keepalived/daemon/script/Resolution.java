package keepalived.daemon.script;

import java.util.List;

/// What became of a configured script.
public sealed interface Resolution {

  /// What the operator is to be told, in order.
  List<String> messages();

  /// @param insecure the rules object to it, but are not enforced
  record Ready(Program program, boolean insecure, List<String> messages) implements Resolution {
    public Ready {
      messages = List.copyOf(messages);
    }
  }

  /// It will not run.
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
