package keepalived.tracking.script;

/// Counts successes and failures of a script. The count runs from 0 to rise + fall - 1, and the
/// script is up from `rise` on. While the script is up, a success sets the count to its maximum;
/// while it is down, a failure sets it to 0.
public record Tracker(int count, int rise, int fall) {

  /// The state after the first result, which decides alone.
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
