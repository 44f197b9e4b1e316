package keepalived.core.diff;

/// One difference between an old and a new table. Equal entries yield nothing.
public sealed interface Change<K, V> {

  K key();

  record Added<K, V>(K key, V value) implements Change<K, V> {}

  record Removed<K, V>(K key, V value) implements Change<K, V> {}

  record Changed<K, V>(K key, V before, V after) implements Change<K, V> {}
}
