package keepalived.daemon.command;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.MacAddress;

/// All copies of a tree of records that differ in one leaf.
final class Mutations {

  /// @param path to the leaf: `vrrp.instances.HMAC.priority`
  record Mutation(String path, Object value) {}

  private Mutations() {}

  static List<Mutation> of(Object value, Type type) {
    return switch (value) {
      case IpAddress address -> leaf(another(address));
      case IpPrefix prefix -> leaf(new IpPrefix(another(prefix.address()), prefix.length()));
      case MacAddress _ -> leaf(MacAddress.parse("02:00:00:00:00:77").orElseThrow());
      case Boolean on -> leaf(!on);
      case Integer number -> leaf(number + 1);
      case Long number -> leaf(number + 1);
      case Byte number -> leaf((byte) (number + 1));
      case String text -> leaf(text + "x");
      case Duration duration -> leaf(duration.plusSeconds(1));
      case Enum<?> word -> leaf(next(word));
      case OptionalInt number -> leaf(OptionalInt.of(number.orElse(2) + 1));
      case OptionalLong number -> leaf(OptionalLong.of(number.orElse(2) + 1));
      case Optional<?> optional -> optional(optional, type);
      case Set<?> set -> leaf(withAnother(set, sample(argument(type, 0))));
      case List<?> list -> list(list, argument(type, 0));
      case Map<?, ?> map -> map(map, argument(type, 0), argument(type, 1));
      case Record inner -> record(inner);
      default -> throw new IllegalArgumentException("no mutation of a " + value.getClass());
    };
  }

  private static List<Mutation> leaf(Object value) {
    return List.of(new Mutation("", value));
  }

  private static IpAddress another(IpAddress address) {
    byte[] bytes = address.bytes();
    bytes[bytes.length - 1] ^= 0x40;
    return IpAddress.of(bytes);
  }

  private static Enum<?> next(Enum<?> word) {
    var all = word.getDeclaringClass().getEnumConstants();
    return all[(word.ordinal() + 1) % all.length];
  }

  private static List<Mutation> optional(Optional<?> optional, Type type) {
    if (optional.isEmpty()) {
      return leaf(Optional.of(sample(argument(type, 0))));
    }
    var all = new ArrayList<>(leaf(Optional.empty()));
    for (var inner : of(optional.get(), argument(type, 0))) {
      all.add(new Mutation(inner.path(), Optional.of(inner.value())));
    }
    return all;
  }

  private static Set<Object> withAnother(Set<?> set, Object another) {
    var changed = new HashSet<Object>(set);
    if (!changed.add(another)) {
      changed.remove(another);
    }
    return changed;
  }

  private static List<Mutation> list(List<?> list, Type element) {
    var longer = new ArrayList<Object>(list);
    longer.add(sample(element));
    var all = new ArrayList<>(leaf(longer));
    for (int i = 0; i < list.size(); i++) {
      for (var inner : of(list.get(i), element)) {
        var changed = new ArrayList<Object>(list);
        changed.set(i, inner.value());
        all.add(new Mutation("[" + i + "]" + inner.path(), changed));
      }
    }
    return all;
  }

  private static List<Mutation> map(Map<?, ?> map, Type key, Type element) {
    var longer = new LinkedHashMap<Object, Object>(map);
    longer.put(sample(key), sample(element));
    var all = new ArrayList<>(leaf(longer));
    map.forEach(
        (name, value) -> {
          for (var inner : of(value, element)) {
            var changed = new LinkedHashMap<Object, Object>(map);
            changed.put(name, inner.value());
            all.add(new Mutation("." + name + inner.path(), changed));
          }
        });
    return all;
  }

  private static List<Mutation> record(Record record) {
    var components = record.getClass().getRecordComponents();
    var values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(components[i], record);
    }
    var all = new ArrayList<Mutation>();
    for (int i = 0; i < values.length; i++) {
      for (var inner : of(values[i], components[i].getGenericType())) {
        var changed = values.clone();
        changed[i] = inner.value();
        all.add(
            new Mutation(
                "." + components[i].getName() + inner.path(), create(record.getClass(), changed)));
      }
    }
    return all;
  }

  private static Object get(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object create(Class<?> type, Object[] values) {
    var components = type.getRecordComponents();
    var types = new Class<?>[components.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = components[i].getType();
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }

  private static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  /// A value of a type.
  private static Object sample(Type type) {
    if (type instanceof ParameterizedType generic) {
      return empty((Class<?>) generic.getRawType());
    }
    var plain = (Class<?>) type;
    if (plain == IpAddress.class) {
      return IpAddress.parse("192.0.2.250").orElseThrow();
    }
    if (plain == IpPrefix.class) {
      return IpPrefix.parse("192.0.2.251/24").orElseThrow();
    }
    if (plain == MacAddress.class) {
      return MacAddress.parse("02:00:00:00:00:76").orElseThrow();
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    if (plain.isSealed()) {
      return sample(plain.getPermittedSubclasses()[0]);
    }
    return plain.isRecord() ? sampleRecord(plain) : simple(plain);
  }

  private static Object sampleRecord(Class<?> plain) {
    var components = plain.getRecordComponents();
    var values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      boolean words = components[i].getName().equals("words");
      values[i] = words ? List.of("sample") : sample(components[i].getGenericType());
    }
    return create(plain, values);
  }

  private static Object empty(Class<?> raw) {
    if (raw == Optional.class) {
      return Optional.empty();
    }
    if (raw == Map.class) {
      return Map.of();
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return raw == Set.class ? Set.of() : List.of();
    }
    throw new IllegalArgumentException("no sample of a " + raw);
  }

  private static Object simple(Class<?> plain) {
    if (plain == boolean.class || plain == Boolean.class) {
      return true;
    } else if (plain == int.class || plain == Integer.class) {
      return 1;
    } else if (plain == long.class || plain == Long.class) {
      return 1L;
    } else if (plain == Byte.class) {
      return (byte) 1;
    } else if (plain == String.class) {
      return "sample";
    } else if (plain == Duration.class) {
      return Duration.ofSeconds(7);
    } else if (plain == OptionalInt.class) {
      return OptionalInt.empty();
    } else if (plain == OptionalLong.class) {
      return OptionalLong.empty();
    }
    throw new IllegalArgumentException("no sample of a " + plain);
  }
}
