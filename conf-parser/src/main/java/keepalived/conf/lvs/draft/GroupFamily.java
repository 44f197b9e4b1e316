package keepalived.conf.lvs.draft;

import java.util.Optional;
import java.util.stream.Stream;
import keepalived.core.config.LvsConfig.VirtualServerGroup;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.net.Family;

/// The address family of a group of services.
public final class GroupFamily {

  private GroupFamily() {}

  /// The family of the first member that has one. Empty for a group that is null or has only marks
  /// without a family.
  public static Optional<Family> of(VirtualServerGroup group) {
    return group == null
        ? Optional.empty()
        : group.members().stream()
            .flatMap(
                m ->
                    switch (m) {
                      case Member.Range(var first, _, _) -> Stream.of(first.family());
                      case Member.Mark(_, var family) -> family.stream();
                    })
            .findFirst();
  }
}
