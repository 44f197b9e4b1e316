package keepalived.conf.schema;

import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.host.HostFacts.NetworkInterface;
import keepalived.conf.tree.Word;

/// Looks interfaces up, and reports names that the machine lacks.
public final class Interfaces {

  private Interfaces() {}

  /// Finds the interface with this name. Empty when the machine has none.
  ///
  /// @param dynamic whether the interface may appear later, so that its absence is not reported
  /// @param what the text that follows the name in the message, such as ` for 'VI_1'`
  public static Optional<NetworkInterface> find(
      Args args, Word word, boolean dynamic, String what) {
    var found = args.host().networkInterface(word.text());
    if (found.isEmpty() && !dynamic) {
      args.add(
          new Diagnostic(
                  Code.INTERFACE_MISSING,
                  args.place(word),
                  "this machine has no interface '" + word + "'" + what)
              .fix("name an existing interface, or set dynamic_interfaces in global_defs")
              .original("WARNING - interface " + word + " doesn't exist"));
    }
    return found;
  }
}
