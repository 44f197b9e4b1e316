package keepalived.conf.track;

import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Missing;
import keepalived.conf.tree.Word;
import keepalived.core.config.track.Tracking;

/// Reads weights: `weight N [reverse|noreverse]`, in trackers and in the lists that name them.
public final class TrackOptions {

  /// @param reverse whether the sign of the weight is inverted, or, without a weight, up and down
  ///   are exchanged
  public record Weight(int value, boolean reverse) {}

  private TrackOptions() {}

  /// Reads the value after `weight`. When it is missing, the original stops reading.
  static Optional<Weight> required(Args args, int limit) {
    return read(args, limit, Missing.FATAL);
  }

  /// Reads the value after `weight`, from -`limit` to `limit`; `missing` says what a missing value
  /// means.
  public static Optional<Weight> read(Args args, int limit, Missing missing) {
    var number = args.word(missing).flatMap(w -> args.integer(w, -limit, limit));
    boolean reverse = false;
    while (args.hasNext()) {
      Word option = args.word().orElseThrow();
      if (option.text().equals("reverse")) {
        reverse = true;
      } else if (!option.text().equals("noreverse")) {
        args.report(Code.WORD_INVALID, option, "'" + option + "' is not reverse or noreverse");
        return Optional.empty();
      }
    }
    boolean reversed = reverse;
    return number.map(n -> new Weight(n.intValue(), reversed));
  }

  /// Reads an entry of a tracking list. An entry without a weight has that of the tracker.
  ///
  /// @param standard the weight of the tracker
  /// @param limit the largest weight; a larger one is limited to it
  static Tracking.Entry entry(Args args, String name, Weight standard, int limit) {
    if (!args.hasNext()) {
      return new Tracking.Entry(name, standard.value(), standard.reverse());
    }
    Word option = args.word().orElseThrow();
    if (!option.text().equals("weight")) {
      args.rest();
      args.add(
          new Diagnostic(
                  Code.WORD_INVALID,
                  args.place(option),
                  "'" + option + "' is not an option of a tracked item")
              .fix("write one a line: " + name + " [weight NUMBER [reverse]]"));
      return new Tracking.Entry(name, standard.value(), standard.reverse());
    }
    var weight = entryWeight(args, limit).orElse(standard);
    return new Tracking.Entry(name, weight.value(), weight.reverse());
  }

  private static Optional<Weight> entryWeight(Args args, int limit) {
    var weight = read(args, 254, Missing.COMPLAINT);
    if (weight.isPresent() && Math.abs(weight.get().value()) > limit) {
      args.report(Code.ADJUSTED, "a weight is between -" + limit + " and " + limit);
      int clamped = Math.clamp(weight.get().value(), -limit, limit);
      return Optional.of(new Weight(clamped, weight.get().reverse()));
    }
    return weight;
  }

  /// Adds an entry. If the list has the item already, the new entry is reported and ignored.
  static void add(Args args, List<Tracking.Entry> list, Tracking.Entry entry) {
    if (list.stream().anyMatch(e -> e.name().equals(entry.name()))) {
      args.report(Code.ALREADY_SET, "'" + entry.name() + "' is already tracked here");
      return;
    }
    list.add(entry);
  }
}
