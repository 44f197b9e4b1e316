package keepalived.conf.diagnostic;

import java.util.Optional;

/// One finding about a configuration file.
///
/// @param message what is wrong, in one line
/// @param cause why it matters, or what the program does with it
/// @param fix what to write instead
/// @param original the message of the original keepalived, for users who search for it
public record Diagnostic(
    Severity severity,
    Code code,
    Place place,
    String message,
    Optional<String> cause,
    Optional<String> fix,
    Optional<String> original) {

  public Diagnostic(Code code, Place place, String message) {
    this(
        code.severity(),
        code,
        place,
        message,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Reports a double quote that is not closed at the end of its line.
  public static Diagnostic unclosedQuote(Place place) {
    return new Diagnostic(Code.QUOTE_UNCLOSED, place, "this quote is never closed")
        .because("a quoted word ends in the same line")
        .fix("add a \" at the end");
  }

  /// The same diagnostic with a cause.
  public Diagnostic because(String why) {
    return new Diagnostic(severity, code, place, message, Optional.of(why), fix, original);
  }

  /// The same diagnostic with a fix.
  public Diagnostic fix(String how) {
    return new Diagnostic(severity, code, place, message, cause, Optional.of(how), original);
  }

  /// The same diagnostic with the message of the original.
  public Diagnostic original(String wording) {
    return new Diagnostic(severity, code, place, message, cause, fix, Optional.of(wording));
  }

  /// The same diagnostic with another severity than its code has.
  public Diagnostic severity(Severity other) {
    return new Diagnostic(other, code, place, message, cause, fix, original);
  }
}
