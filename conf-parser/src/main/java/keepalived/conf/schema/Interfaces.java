package keepalived.conf.schema;

import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.host.HostFacts.NetworkInterface;
import keepalived.conf.tree.Word;

/// Looks interfaces up and reports when the machine has none of that name.
public final class Interfaces {

  private Interfaces() {}

  /// The interface of that name, if the machine has it.
  ///
  /// @param dynamic whether it may appear later, so that its absence is not reported
  /// @param what follows the name in the message: ` for 'VI_1'`
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
