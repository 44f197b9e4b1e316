package keepalived.healthcheck.verdict;

import keepalived.core.config.Check;

/// Identifies equal checks: same target, same parameters. Checks with the same key are probed once
/// and share the result, whatever servers and services they belong to. The verdict of a key
/// survives a reload.
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
