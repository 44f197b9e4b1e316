package keepalived.conf.lvs.draft;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.global.ScriptReader;
import keepalived.conf.global.ScriptUse;
import keepalived.conf.schema.Keyword.Action;
import keepalived.core.config.script.Script;

/// The scripts of virtual and real servers.
final class ServiceScripts {

  private ServiceScripts() {}

  static <D> Action<D> read(
      Function<D, LvsDraft> lvs,
      Function<D, Optional<Script>> current,
      BiConsumer<D, Script> setter) {
    return (draft, args) -> {
      if (args.hasNext() && current.apply(draft).isPresent()) {
        args.raw();
        args.report(Code.ALREADY_SET, "'" + args.keyword() + "' is already set; this is ignored");
        return;
      }
      var all = lvs.apply(draft);
      var place = args.peek().map(args::place).orElse(args.place());
      new ScriptReader(all.globals)
          .read(args)
          .ifPresent(
              script -> {
                setter.accept(draft, script);
                all.uses.add(new ScriptUse(ScriptUse.Kind.CHECK, args.keyword(), script, place));
              });
    };
  }
}
