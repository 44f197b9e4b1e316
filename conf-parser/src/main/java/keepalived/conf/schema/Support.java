package keepalived.conf.schema;

/// How far this program supports a keyword.
///
/// @param note why the keyword is ignored, what is missing, or which keyword replaces it
public record Support(State state, String note) {

  public static final Support IMPLEMENTED = new Support(State.IMPLEMENTED, "");

  public enum State {
    IMPLEMENTED("implemented"),
    /// Accepted, but without effect here.
    IGNORED("accepted, no effect"),
    /// Accepted with a warning, because its function is missing.
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
