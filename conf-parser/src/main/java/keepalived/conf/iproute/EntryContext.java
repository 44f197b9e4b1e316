package keepalived.conf.iproute;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.host.HostFacts.NetworkInterface;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Interfaces;
import keepalived.conf.tree.Word;
import keepalived.core.net.Family;

/// What an entry needs to know from the rest of the file.
///
/// @param fixed whether the entry is in a static list: it may have a track group, but no VMAC
/// @param dynamicInterfaces whether interfaces may appear after the start (`dynamic_interfaces`)
/// @param trackGroups whether the file has defined a `track_group` with this name so far
/// @param preferences the preference for the next rule without one, by family
public record EntryContext(
    boolean fixed,
    boolean dynamicInterfaces,
    Predicate<String> trackGroups,
    ToLongFunction<Family> preferences) {

  /// Finds an interface. Reports when the machine lacks it.
  Optional<NetworkInterface> findInterface(Args args, Word word) {
    return Interfaces.find(args, word, dynamicInterfaces, "");
  }

  /// The name of an interface that exists or may appear later. Reports any other name.
  Optional<String> interfaceName(Args args, Word word) {
    boolean there = findInterface(args, word).isPresent();
    return there || dynamicInterfaces ? Optional.of(word.text()) : Optional.empty();
  }

  /// The name of a track group. Reports a group that is not defined, or an entry that cannot have
  /// one.
  Optional<String> trackGroup(Args args, Word word) {
    if (!fixed || !trackGroups.test(word.text())) {
      args.report(Code.UNDEFINED_NAME, word, "there is no track_group '" + word + "' above");
      return Optional.empty();
    }
    return Optional.of(word.text());
  }
}
