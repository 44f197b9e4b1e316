package keepalived.daemon.notify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.log.Journal;
import keepalived.daemon.script.Account;
import keepalived.daemon.script.FileStatus;
import keepalived.daemon.script.FileTree;
import keepalived.linux.kernel.NamedPipe;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// An open notify FIFO. Writing never blocks: a line that does not fit is dropped as a whole and
/// counted.
final class NotifyFifo {

  /// @param word name in log lines: `vrrp_notify`
  /// @param mode of a FIFO that we create
  /// @param owner receives a FIFO that we create, and may own an existing one
  record Place(Part part, String word, Path path, int mode, Account owner) {

    String called() {
      return word + " fifo " + path;
    }
  }

  /// The attributes that tell files apart.
  private static final String NUMBERS = "dev,ino";

  private static final String IDENTITY = "unix:" + NUMBERS;

  private final Place place;
  private final Journal journal;
  private final Counts counts;
  private final NamedPipe pipe;
  private final boolean made;
  private Optional<Map<String, Object>> identity = Optional.empty();
  private long lost;
  private boolean toldTooLong;

  private NotifyFifo(Place place, Journal journal, Counts counts, NamedPipe pipe, boolean made) {
    this.place = place;
    this.journal = journal;
    this.counts = counts;
    this.pipe = pipe;
    this.made = made;
  }

  /// Opens the FIFO; creates it when it is missing.
  ///
  /// @return empty when it cannot or must not be used; the reason is logged
  static Optional<NotifyFifo> open(Place place, Journal journal, Counts counts) {
    boolean made;
    try {
      made = NamedPipe.make(place.path(), place.mode());
    } catch (LinuxException e) {
      return refused(
          place, journal, "Unable to create " + place.called() + " - " + e.errno().message());
    }
    if (!made) {
      var fault = fault(place, FileTree.HOST.status(place.path()));
      if (fault.isPresent()) {
        return refused(place, journal, fault.get());
      }
    }
    NamedPipe pipe;
    try {
      pipe = NamedPipe.open(place.path());
    } catch (LinuxException e) {
      return refused(
          place, journal, "Unable to open " + place.called() + " - errno " + e.errno().number());
    }
    return checked(new NotifyFifo(place, journal, counts, pipe, made));
  }

  /// Checks the opened file: the path may have been replaced since it was checked, the opened file
  /// cannot be.
  private static Optional<NotifyFifo> checked(NotifyFifo fifo) {
    var place = fifo.place;
    try {
      var fault = fault(place, Optional.of(status(fifo.pipe.attributes("mode,uid,gid"))));
      if (fault.isEmpty()) {
        if (fifo.made) {
          fifo.pipe.giveTo(place.owner().uid(), place.owner().gid());
        }
        return Optional.of(fifo);
      }
      fifo.pipe.close();
      return refused(place, fifo.journal, fault.get());
    } catch (IOException e) {
      fifo.close();
      return refused(place, fifo.journal, "Unable to use " + place.called() + " - " + e);
    }
  }

  private static Optional<NotifyFifo> refused(Place place, Journal journal, String why) {
    journal.log(place.part(), Level.ERROR, why);
    return Optional.empty();
  }

  private static FileStatus status(Map<String, Object> values) {
    return new FileStatus(
        (Integer) values.get("mode"), (Integer) values.get("uid"), (Integer) values.get("gid"));
  }

  /// Why the FIFO must not be used. Its owner controls who reads it, and other kinds of files do
  /// not work as a FIFO.
  private static Optional<String> fault(Place place, Optional<FileStatus> found) {
    if (found.isEmpty()) {
      return Optional.of("Unable to open " + place.called() + " - it no longer exists");
    }
    var status = found.get();
    if (status.isLink()) {
      return Optional.of(
          "Unable to open " + place.called() + " - errno 40: symbolic links are not followed");
    }
    if (!status.isFifo()) {
      return Optional.of("Unable to use " + place.called() + " - it exists and is not a FIFO");
    }
    if (status.owner() == ourUid() || status.owner() == place.owner().uid()) {
      return Optional.empty();
    }
    return Optional.of(
        "Unable to use "
            + place.called()
            + " - it exists and belongs to uid "
            + status.owner()
            + ", neither to us nor to its configured owner");
  }

  private static int ourUid() {
    return Native.LIBC.geteuid();
  }

  void write(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > NamedPipe.ATOMIC_BYTES) {
      tooLong(bytes.length);
      return;
    }
    boolean written;
    try {
      written = pipe.write(bytes);
    } catch (LinuxException e) {
      journal.log(place.part(), Level.ERROR, place.called() + ": " + e.getMessage());
      written = false;
    }
    if (written) {
      counts.add(Count.FIFO_LINES);
      if (lost > 0) {
        String text = place.called() + " has room again; " + lost + " lines were lost";
        journal.log(place.part(), Level.WARNING, text);
        lost = 0;
      }
    } else {
      counts.add(Count.FIFO_LINES_LOST);
      if (lost++ == 0) {
        String text = place.called() + " is full; lines are lost until it is read";
        journal.log(place.part(), Level.WARNING, text);
      }
    }
  }

  private void tooLong(int length) {
    counts.add(Count.FIFO_LINES_TOO_LONG);
    if (!toldTooLong) {
      toldTooLong = true;
      String text =
          place.called()
              + ": a line of "
              + length
              + " bytes is not written, a reader could get it in pieces (PIPE_BUF is "
              + NamedPipe.ATOMIC_BYTES
              + ")";
      journal.log(place.part(), Level.ERROR, text);
    }
  }

  /// Closes our end, so that a reader reaches the end of the data. The path stays until
  /// [#remove()].
  void end() {
    if (identity.isEmpty()) {
      try {
        identity = Optional.of(pipe.attributes(NUMBERS));
      } catch (IOException e) {
        journal.log(place.part(), Level.ERROR, "Unable to examine " + place.called() + " - " + e);
      } finally {
        pipe.close();
      }
    }
  }

  /// Removes the FIFO that we created, unless the path now leads to another file.
  void remove() {
    try {
      if (made && isStillThere()) {
        Files.delete(place.path());
      }
    } catch (IOException e) {
      journal.log(place.part(), Level.ERROR, "Unable to remove " + place.called() + " - " + e);
    }
  }

  void close() {
    end();
    remove();
  }

  private boolean isStillThere() throws IOException {
    return identity.isPresent() && leadsTo(identity.get());
  }

  private boolean leadsTo(Map<String, Object> file) throws IOException {
    return Files.exists(place.path(), LinkOption.NOFOLLOW_LINKS)
        && Files.readAttributes(place.path(), IDENTITY, LinkOption.NOFOLLOW_LINKS).equals(file);
  }

  /// Whether another program removed or replaced the open FIFO, so that no new reader finds it.
  boolean isLost() {
    try {
      return !leadsTo(pipe.attributes(NUMBERS));
    } catch (IOException e) {
      journal.log(place.part(), Level.ERROR, "Unable to examine " + place.called() + " - " + e);
      return false;
    }
  }
}
