package keepalived.conf.schema;

/// How far this program supports a keyword.
///
/// @param note why it is ignored, what is missing, or what replaces it
public record Support(State state, String note) {

  public static final Support IMPLEMENTED = new Support(State.IMPLEMENTED, "");

  public enum State {
    IMPLEMENTED("implemented"),
    /// Accepted; it has nothing to act on here.
    IGNORED("accepted, no effect"),
    /// Accepted with a warning; its function is missing.
    UNSUPPORTED("not supported yet, warns"),
    DEPRECATED("deprecated alias");

    private final String text;

    State(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
