package keepalived.core.event;

/// The latest snapshot of an engine. The engine's loop writes it, any thread reads it.
public final class Published<T> {

  private volatile T latest;

  public Published(T first) {
    latest = first;
  }

  public T latest() {
    return latest;
  }

  public void publish(T next) {
    latest = next;
  }
}
