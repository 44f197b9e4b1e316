package keepalived.conf.global;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keyword.Action;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.conf.text.Numbers;
import keepalived.conf.tree.Word;
import keepalived.core.log.Part;

/// Keywords for processes: names, scheduling, memory. Here the parts are threads of one process, so
/// a setting that threads cannot have separately applies to the whole process.
final class ProcessKeywords {

  private static final long UINT = 0xFFFF_FFFFL;

  /// The kernel keeps this many characters of the name of a task.
  private static final int NAME_MAX = 15;

  private ProcessKeywords() {}

  /// Adds the process settings that belong to the root.
  static void addRoot(Keywords<GlobalDraft> table) {
    table
        .text("net_namespace", Missing.COMPLAINT, (d, v) -> d.process.namespace = Optional.of(v))
        .text(
            "net_namespace_ipvs", Missing.FINE, (d, v) -> d.process.namespaceIpvs = Optional.of(v))
        .unsupported("IPVS is set up in the namespace of the daemon")
        .flag("namespace_with_ipsets", d -> {})
        .ignored("ipsets are not used")
        .text("instance", Missing.COMPLAINT, (d, v) -> d.process.instance = Optional.of(v))
        .flag("use_pid_dir", d -> d.process.usePidDir = true)
        .integer("child_wait_time", 0, UINT, (d, v) -> d.process.childWait = Duration.ofSeconds(v))
        .ignored("there is one process, and no child to wait for");
  }

  static void add(Keywords<GlobalDraft> table) {
    table
        .flag("process_names", d -> d.process.processNames = true)
        .custom("process_name", name(Part.PARENT))
        .custom("vrrp_process_name", name(Part.VRRP))
        .custom("checker_process_name", name(Part.CHECKER))
        .formerly("lvs_process_name", "checker_process_name")
        .custom("bfd_process_name", name(Part.BFD))
        .integer(
            "max_auto_priority",
            Missing.FINE,
            -1,
            99,
            (d, v) -> d.process.maxAutoPriority = (int) v)
        .integer("min_auto_priority_delay", Missing.COMPLAINT, 1, 10_000_000, (d, v) -> {})
        .ignored("lateness is measured against the advertisement interval");
    addPart(table, "vrrp", Part.VRRP);
    addPart(table, "checker", Part.CHECKER);
    addPart(table, "bfd", Part.BFD);
    table.custom("umask", ProcessKeywords::umask);
  }

  private static void addPart(Keywords<GlobalDraft> table, String prefix, Part part) {
    table
        .integer(
            prefix + "_priority",
            Missing.COMPLAINT,
            -20,
            19,
            (d, v) -> d.scheduling(part).nice = OptionalInt.of((int) v))
        .flag(prefix + "_no_swap", d -> d.scheduling(part).lockMemory = true)
        .custom(prefix + "_rt_priority", realTime(part))
        .custom(prefix + "_cpu_affinity", affinity(part))
        .integer(
            prefix + "_rlimit_rttime",
            1,
            UINT,
            (d, v) -> d.scheduling(part).rlimit = Duration.ofNanos(Math.max(2, v) * 1000))
        .formerly(prefix + "_rlimit_rtime", prefix + "_rlimit_rttime");
  }

  private static Action<GlobalDraft> name(Part part) {
    return (draft, args) -> {
      var word = args.required();
      word.filter(w -> w.text().length() > NAME_MAX)
          .ifPresent(
              w ->
                  args.add(
                      new Diagnostic(
                              Code.ADJUSTED,
                              args.place(w),
                              "a process name has at most " + NAME_MAX + " characters")
                          .because("the kernel shows '" + w.text().substring(0, NAME_MAX) + "'")
                          .original(
                              "Process name %s more than 15 characters, truncating".formatted(w))));
      word.ifPresent(w -> draft.process.names.put(part, w.text()));
    };
  }

  private static Action<GlobalDraft> realTime(Part part) {
    return (draft, args) -> {
      var word = args.word(Missing.COMPLAINT);
      var number = word.flatMap(w -> args.integer(w, Integer.MIN_VALUE, Integer.MAX_VALUE));
      if (number.isEmpty()) {
        return;
      }
      long clamped = Math.clamp(number.get(), 1, 99);
      if (clamped != number.get()) {
        args.report(
            Code.ADJUSTED,
            word.get(),
            "a real-time priority is between 1 and 99; " + clamped + " is used");
      }
      draft.scheduling(part).realTime = OptionalInt.of((int) clamped);
    };
  }

  private static Action<GlobalDraft> affinity(Part part) {
    return (draft, args) -> {
      if (!args.hasNext()) {
        args.word(Missing.COMPLAINT);
        return;
      }
      var cpus = new ArrayList<Integer>();
      for (var word : args.rest()) {
        var cpu = args.integer(word, 0, args.host().cpus() - 1);
        if (cpu.isEmpty()) {
          return;
        }
        cpus.add(cpu.get().intValue());
      }
      draft.scheduling(part).cpus = cpus;
    };
  }

  /// Reads one number, or bits separated by `|` with or without blanks.
  private static void umask(GlobalDraft draft, Args args) {
    var first = args.peek();
    if (args.required().isEmpty()) {
      return;
    }
    var words = new ArrayList<>(first.stream().map(Word::text).toList());
    args.rest().forEach(w -> words.add(w.text()));
    var mask = words.size() == 1 ? number(words.getFirst()) : Optional.<Long>empty();
    mask = mask.or(() -> bits(words)).filter(m -> m >= 0 && m <= 0777);
    if (mask.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.WORD_INVALID,
                  args.place(first.orElseThrow()),
                  "'" + String.join(" ", words) + "' is not a umask")
              .because("the umask stays as it is without this line")
              .fix("write it in octal, as 0177, or as bits, as IWGRP | IROTH | IWOTH"));
      return;
    }
    draft.process.umask = mask.get().intValue();
  }

  private static Optional<Long> number(String word) {
    return Character.isDigit(word.isEmpty() ? '|' : word.charAt(0))
        ? Numbers.anyBase(word)
        : Optional.empty();
  }

  private static Optional<Long> bits(List<String> words) {
    boolean quotedBlanks = words.stream().anyMatch(w -> w.indexOf(' ') >= 0);
    long mask = 0;
    for (String name : String.join(" ", words).split("\\|", -1)) {
      Long bit = bit(name.strip());
      if (bit == null || quotedBlanks) {
        return Optional.empty();
      }
      mask |= bit;
    }
    return Optional.of(mask);
  }

  private static Long bit(String name) {
    return switch (name) {
      case "IRUSR" -> 0400L;
      case "IWUSR" -> 0200L;
      case "IXUSR" -> 0100L;
      case "IRGRP" -> 040L;
      case "IWGRP" -> 020L;
      case "IXGRP" -> 010L;
      case "IROTH" -> 04L;
      case "IWOTH" -> 02L;
      case "IXOTH" -> 01L;
      default -> null;
    };
  }
}
