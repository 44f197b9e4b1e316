package keepalived.core.event;

/// The latest snapshot of an engine. Written by the engine's loop, read by any thread.
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
