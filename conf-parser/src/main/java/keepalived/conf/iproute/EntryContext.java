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

/// What an entry needs to know of the file around it.
///
/// @param fixed whether the entry stands in a static list: it may have a track group and no VMAC
/// @param dynamicInterfaces whether interfaces may appear after the start (`dynamic_interfaces`)
/// @param trackGroups whether a `track_group` of this name stands above
/// @param preferences the preference for the next rule that has none, by family
public record EntryContext(
    boolean fixed,
    boolean dynamicInterfaces,
    Predicate<String> trackGroups,
    ToLongFunction<Family> preferences) {

  /// Looks an interface up and reports when the machine has none of that name.
  Optional<NetworkInterface> findInterface(Args args, Word word) {
    return Interfaces.find(args, word, dynamicInterfaces, "");
  }

  /// The name of an interface that is there or may appear later.
  Optional<String> interfaceName(Args args, Word word) {
    boolean there = findInterface(args, word).isPresent();
    return there || dynamicInterfaces ? Optional.of(word.text()) : Optional.empty();
  }

  /// The name of a track group. Reports when the entry cannot have one of that name.
  Optional<String> trackGroup(Args args, Word word) {
    if (!fixed || !trackGroups.test(word.text())) {
      args.report(Code.UNDEFINED_NAME, word, "there is no track_group '" + word + "' above");
      return Optional.empty();
    }
    return Optional.of(word.text());
  }
}
