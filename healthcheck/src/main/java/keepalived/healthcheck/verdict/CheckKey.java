package keepalived.healthcheck.verdict;

import keepalived.core.config.Check;

/// What makes two checks the same: target and every parameter. Checks of one key, of whichever
/// servers and services, are probed once and share the result; across a reload the verdict of a key
/// survives.
public final class CheckKey {

  private final Check check;
  private final int hash;

  private CheckKey(Check check) {
    this.check = check;
    this.hash = check.hashCode();
  }

  public static CheckKey of(Check check) {
    return new CheckKey(check);
  }

  public Check check() {
    return check;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CheckKey key && key.hash == hash && key.check.equals(check);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return check.toString();
  }
}
