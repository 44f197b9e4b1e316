package keepalived.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import keepalived.conf.diagnostic.Place;

/// Files that say everything right but for a few places: a template with places in it, and for each
/// place what may stand there, the right thing first. What two statements mean together is found
/// here rather than by spoiling single lines.
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

  /// A file in which up to `edits` places hold something other than the right thing.
  String next(int edits, RandomGenerator random) {
    String text = template;
    var changed = new ArrayList<Integer>();
    for (int i = 1 + random.nextInt(edits); i > 0; i--) {
      changed.add(random.nextInt(places.size()));
    }
    // Two rounds: what is chosen may hold places.
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
