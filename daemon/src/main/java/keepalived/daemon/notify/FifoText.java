package keepalived.daemon.notify;

/// Names as they may stand in a FIFO line.
final class FifoText {

  private FifoText() {}

  /// A control character would end the line early and let a name speak for others; it becomes `?`.
  static String of(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (Character.isISOControl(name.charAt(i))) {
        return replaced(name);
      }
    }
    return name;
  }

  private static String replaced(String name) {
    var text = new StringBuilder(name);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        text.setCharAt(i, '?');
      }
    }
    return text.toString();
  }
}
