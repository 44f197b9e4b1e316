package keepalived.tracking.script;

/// How often in a row a script has succeeded or failed, and what that makes of it. Counts from 0 to
/// rise + fall - 1 and is up from rise on; a result against the trend starts over.
public record Tracker(int count, int rise, int fall) {

  /// The first result decides alone.
  public static Tracker first(boolean success, int rise, int fall) {
    return new Tracker(success ? rise + fall - 1 : 0, rise, fall);
  }

  public boolean up() {
    return count >= rise;
  }

  public Tracker after(boolean success) {
    return new Tracker(success ? risen() : fallen(), rise, fall);
  }

  private int risen() {
    return count < rise - 1 ? count + 1 : rise + fall - 1;
  }

  private int fallen() {
    return count > rise ? count - 1 : 0;
  }
}
