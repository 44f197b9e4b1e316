package keepalived.conf.track;

import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.config.track.TrackFile;

/// A `track_file` during reading.
final class FileDraft {

  static final Keywords<FileDraft> KEYWORDS =
      Keywords.<FileDraft>of("track_file")
          .custom("file", FileDraft::file)
          .custom("weight", FileDraft::weight)
          .custom("init_file", FileDraft::initFile);

  private static final int DEFAULT_WEIGHT = 1;

  private final String name;
  private Optional<String> path = Optional.empty();
  private TrackOptions.Weight weight = new TrackOptions.Weight(DEFAULT_WEIGHT, false);
  private Optional<TrackFile.Initial> initial = Optional.empty();

  private FileDraft(String name) {
    this.name = name;
  }

  static Optional<FileDraft> open(TrackerDrafts trackers, Args args) {
    return args.required().map(w -> new FileDraft(w.text()));
  }

  private static void file(FileDraft d, Args args) {
    var word = args.word(Missing.COMPLAINT);
    if (word.isPresent() && d.path.isPresent()) {
      args.report(Code.ALREADY_SET, word.get(), "the file of '" + d.name + "' is already set");
    } else {
      d.path = word.map(Word::text);
    }
  }

  private static void weight(FileDraft d, Args args) {
    var read = TrackOptions.read(args, 254, Missing.COMPLAINT);
    if (read.isPresent() && d.weight.value() != DEFAULT_WEIGHT) {
      args.report(Code.ALREADY_SET, "the weight of '" + d.name + "' is already set");
    } else {
      read.ifPresent(w -> d.weight = w);
    }
  }

  private static void initFile(FileDraft d, Args args) {
    int value = 0;
    boolean overwrite = false;
    while (args.hasNext()) {
      Word word = args.word().orElseThrow();
      if (word.text().equals("overwrite")) {
        overwrite = true;
      } else if (Numbers.whole(word.text()).isPresent() || word.text().matches("[0-9].*")) {
        var number = args.integer(word, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (number.isEmpty()) {
          return;
        }
        value = number.get().intValue();
        if (Math.abs(number.get()) > 254) {
          args.report(
              Code.ADJUSTED, word, "a first value beyond -254..254 makes no sense: " + word);
        }
      } else {
        args.report(Code.WORD_INVALID, word, "'" + word + "' is neither a number nor overwrite");
      }
    }
    d.initial = Optional.of(new TrackFile.Initial(value, overwrite));
  }

  static void close(TrackerDrafts trackers, FileDraft d, Args args) {
    if (trackers.files.containsKey(d.name)) {
      args.report(
          Code.REPEATED, "a track_file '" + d.name + "' is already defined; this one is ignored");
    } else if (d.path.isEmpty()) {
      args.report(Code.INCOMPLETE, "track_file '" + d.name + "' has no 'file' line");
    } else {
      trackers.files.put(
          d.name,
          new TrackFile(d.name, d.path.get(), d.weight.value(), d.weight.reverse(), d.initial));
    }
  }
}
