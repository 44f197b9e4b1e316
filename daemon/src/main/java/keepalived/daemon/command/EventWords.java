package keepalived.daemon.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import keepalived.daemon.flight.FlightFiles;
import keepalived.daemon.flight.Recorded;
import keepalived.daemon.flight.Recordings;

/// The words of `why` and `events`.
///
/// @param name of an instance, or of another subject
/// @param count of transitions for each instance
/// @param since how far back; empty for all
/// @param file a recording; empty for those of `pidFile`
record EventWords(
    Optional<String> name,
    int count,
    Optional<Duration> since,
    boolean full,
    boolean json,
    boolean follow,
    Optional<Path> file,
    Path pidFile,
    boolean help) {

  static final int USAGE = 1;
  static final int NOTHING = 2;
  static final int UNKNOWN = 3;

  private static final Path PID_FILE = Path.of("/run/keepalived.pid");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,5}");

  /// @param why whether these are the words of `why`, which has `-n` and `--full`
  /// @return empty when they are wrong
  static Optional<EventWords> read(List<String> arguments, boolean why) {
    var read = new Reader(why);
    for (var words = arguments.iterator(); words.hasNext(); ) {
      var word = words.next();
      boolean takes = List.of("-n", "--since", "--file", "-p").contains(word);
      if (takes && !words.hasNext()
          || !(takes ? read.value(word, words.next()) : read.word(word))) {
        return Optional.empty();
      }
    }
    return Optional.of(read.words());
  }

  private static final class Reader {
    private final boolean why;
    private Optional<String> name = Optional.empty();
    private int count = 1;
    private Optional<Duration> since = Optional.empty();
    private boolean full;
    private boolean json;
    private boolean follow;
    private boolean help;
    private Optional<Path> file = Optional.empty();
    private Path pidFile = PID_FILE;

    Reader(boolean why) {
      this.why = why;
    }

    boolean word(String word) {
      switch (word) {
        case "--json" -> json = true;
        case "--help", "-h" -> help = true;
        case "--full" -> full = true;
        case "-f" -> follow = true;
        default -> {
          if (word.startsWith("-") || name.isPresent()) {
            return false;
          }
          name = Optional.of(word);
        }
      }
      return why ? !follow : !full;
    }

    boolean value(String word, String value) {
      switch (word) {
        case "--file" -> file = Optional.of(Path.of(value));
        case "-p" -> pidFile = Path.of(value);
        case "--since" -> {
          since = time(value);
          count = Integer.MAX_VALUE;
          return since.isPresent();
        }
        default -> {
          if (!why || !NUMBER.matcher(value).matches()) {
            return false;
          }
          count = Integer.parseInt(value);
        }
      }
      return true;
    }

    EventWords words() {
      return new EventWords(name, count, since, full, json, follow, file, pidFile, help);
    }
  }

  private static Optional<Duration> time(String text) {
    var match = TIME.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(match.group(1));
    return Optional.of(
        switch (match.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  Instant from(Instant now) {
    return since.map(now::minus).orElse(Instant.MIN);
  }

  /// The wanted recording. Without a word about it, that of the usual pid file; where there is
  /// none, the only one in the directory.
  List<Recorded> recording() throws IOException {
    if (file.isPresent()) {
      return Recordings.of(file.get());
    }
    var files = FlightFiles.of(pidFile);
    if (pidFile.equals(PID_FILE) && !Files.exists(files.ring())) {
      var others = FlightFiles.all();
      if (others.size() == 1) {
        return Recordings.of(others.getFirst());
      }
      if (others.size() > 1) {
        throw new IOException("there are several recordings, name one with --file: " + others);
      }
    }
    return Recordings.of(files);
  }

  /// What a running daemon adds to.
  List<Recorded> newest() throws IOException {
    var ring = FlightFiles.of(pidFile).ring();
    return file.isEmpty() && Files.exists(ring) ? Recordings.of(ring) : recording();
  }

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no recording " + missing.getFile();
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      default -> e.getMessage();
    };
  }
}
