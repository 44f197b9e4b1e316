package keepalived.lab.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The results of one program at each stage of a story, in the order of the stages.
public record Trace(Map<String, Snapshot> stages) {

  public Trace {
    stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
  }

  /// For people: stages under `=== stage`, parts under `== part`.
  @Override
  public String toString() {
    var text = new StringBuilder();
    stages.forEach(
        (stage, snapshot) -> text.append("=== ").append(stage).append('\n').append(snapshot));
    return text.toString();
  }
}
