package keepalived.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import keepalived.conf.diagnostic.Place;

/// Makes files that are right except in a few places: a template with placeholders, and for each
/// placeholder the possible texts, of which the first is right. This finds the effects of two
/// statements together, which edits of single lines do not.
final class Variations {

  private record Place(String name, List<String> choices) {}

  private final String template;
  private final List<Place> places = new ArrayList<>();

  Variations(String template) {
    this.template = template;
  }

  Variations place(String name, String... choices) {
    places.add(new Place("<" + name + ">", List.of(choices)));
    return this;
  }

  /// A file in which at most `edits` placeholders have a text other than the right one.
  String next(int edits, RandomGenerator random) {
    String text = template;
    var changed = new ArrayList<Integer>();
    for (int i = 1 + random.nextInt(edits); i > 0; i--) {
      changed.add(random.nextInt(places.size()));
    }
    // Two rounds, because the chosen text may have placeholders itself.
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < places.size(); i++) {
        var choices = places.get(i).choices();
        int which = changed.contains(i) ? random.nextInt(choices.size()) : 0;
        text = text.replace(places.get(i).name(), choices.get(which));
      }
    }
    return text;
  }

  static List<Variations> all() {
    return List.of(
        ServiceVariations.services(), InstanceVariations.instances(), TrackerVariations.trackers());
  }
}
