package keepalived.daemon.reload;

import java.util.List;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;

/// Where configurations come from: at start, and again at each reload.
public interface Configurations {

  Loaded load();

  /// What reading the files came to. Messages are for the operator, in order.
  sealed interface Loaded {

    List<String> messages();

    /// @param read the same as read, for what a reload must not get wrong
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
