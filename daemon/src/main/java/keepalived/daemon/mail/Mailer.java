package keepalived.daemon.mail;

import java.time.Duration;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Part;

/// Sends letters. Called from one thread; none of its methods waits except [#close].
public interface Mailer {

  /// For every letter that leaves from now on, those that wait included.
  void reconfigure(GlobalSettings global);

  void post(Part part, Mail letter);

  /// Gives every letter that waits one more try, for at most this long.
  void close(Duration patience);
}
