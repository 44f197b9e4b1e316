package keepalived.daemon.reload;

import java.util.List;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;

/// Reads configurations: at start, and again at each reload.
public interface Configurations {

  Loaded load();

  /// The result of reading the files. Messages are for the operator, in order.
  sealed interface Loaded {

    List<String> messages();

    /// @param read the reader's result, used to check a reload
    record Good(Config config, List<String> messages, ConfigReader.Result read) implements Loaded {
      public Good {
        messages = List.copyOf(messages);
      }
    }

    /// @param status exit status of a daemon that was starting with it
    record Bad(int status, List<String> messages) implements Loaded {
      public Bad {
        messages = List.copyOf(messages);
      }
    }
  }
}
