package keepalived.daemon.sim;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Part;
import keepalived.daemon.mail.Mail;
import keepalived.daemon.mail.Mailer;
import keepalived.daemon.port.DumpFiles;

/// What leaves a machine of the simulation beside the network: letters and dumps.
public final class SimOutputs implements Mailer, DumpFiles {

  static final String FIFO = "is a FIFO, not a regular file";

  private final Planted planted;
  private final List<Mail> letters = new ArrayList<>();
  private final Map<Path, String> dumps = new HashMap<>();

  /// A FIFO of another user stands where dumps go.
  boolean occupied;

  SimOutputs(Planted planted) {
    this.planted = planted;
  }

  public List<Mail> letters() {
    return letters;
  }

  public Map<Path, String> dumps() {
    return dumps;
  }

  @Override
  public void reconfigure(GlobalSettings global) {
    // Every letter arrives at once.
  }

  @Override
  public void post(Part part, Mail letter) {
    letters.add(letter);
  }

  @Override
  public void close(Duration patience) {
    // No letter waits.
  }

  @Override
  public Path directory() {
    return Path.of("/tmp");
  }

  @Override
  public void write(Path target, String text) throws IOException {
    if (occupied && planted != Planted.PLACES_TRUSTED) {
      throw new FileSystemException(target.toString(), null, FIFO);
    }
    dumps.put(target, text);
  }
}
