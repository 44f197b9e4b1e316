package keepalived.conf.vrrp;

import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.host.HostFacts.NetworkInterface;
import keepalived.conf.schema.Args;
import keepalived.conf.tree.Word;

/// Looks interfaces up, and says when the machine has none of that name.
final class Interfaces {

  private Interfaces() {}

  /// The interface, if it is there or may come later.
  static Optional<NetworkInterface> find(Args args, Word word, VrrpDraft vrrp, String what) {
    var found = args.host().networkInterface(word.text());
    if (found.isEmpty() && !vrrp.globals.dynamicInterfaces) {
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
