package keepalived.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Immutable copies that keep their order. `Map.copyOf` does not, so that output would differ from
/// run to run.
public final class Ordered {

  private Ordered() {}

  public static <K, V> Map<K, V> copyOf(Map<K, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
