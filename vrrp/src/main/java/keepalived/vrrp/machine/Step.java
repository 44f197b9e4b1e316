package keepalived.vrrp.machine;

import java.util.ArrayList;
import java.util.List;

/// The result of an event: the next state and the effects, in order.
public record Step(State state, List<Effect> effects) {

  public Step {
    effects = List.copyOf(effects);
  }

  static Step to(State state, Effect... effects) {
    return new Step(state, List.of(effects));
  }

  /// This step with other effects before its own.
  Step after(List<Effect> first) {
    var all = new ArrayList<>(first);
    all.addAll(effects);
    return new Step(state, all);
  }

  Step after(Effect... first) {
    return after(List.of(first));
  }
}
