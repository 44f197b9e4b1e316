package keepalived.conf.vrrp.draft;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.global.ScriptReader;
import keepalived.conf.global.ScriptUse;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keywords;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.script.Script;

/// The notify scripts of instances and groups.
public final class NotifyKeywords {

  private NotifyKeywords() {}

  static <D> void add(
      Keywords<D> table, Function<D, Map<String, Script>> of, Function<D, VrrpDraft> vrrp) {
    for (String name :
        new String[] {"notify_master", "notify_backup", "notify_fault", "notify_stop", "notify"}) {
      table.custom(name, script(of, vrrp));
    }
  }

  static <D> Action<D> script(Function<D, Map<String, Script>> of, Function<D, VrrpDraft> vrrp) {
    return (draft, args) -> {
      String keyword = args.keyword();
      var scripts = of.apply(draft);
      var place = args.peek().map(args::place).orElse(args.place());
      var all = vrrp.apply(draft);
      boolean repeated = scripts.containsKey(keyword) && args.hasNext();
      if (repeated) {
        args.raw();
        args.add(
            new Diagnostic(
                    Code.ALREADY_SET,
                    args.place(),
                    "'" + keyword + "' is already set; this is ignored")
                .original(keyword + " script already specified - ignoring"));
        return;
      }
      new ScriptReader(all.globals)
          .read(args)
          .ifPresent(
              script -> {
                scripts.put(keyword, script);
                all.uses.add(new ScriptUse(ScriptUse.Kind.VRRP, keyword, script, place));
              });
    };
  }

  public static NotifyScripts build(Map<String, Script> scripts) {
    return new NotifyScripts(
        Optional.ofNullable(scripts.get("notify_master")),
        Optional.ofNullable(scripts.get("notify_backup")),
        Optional.ofNullable(scripts.get("notify_fault")),
        Optional.ofNullable(scripts.get("notify_stop")),
        Optional.ofNullable(scripts.get("notify")));
  }
}
