package keepalived.daemon.show;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import keepalived.conf.schema.Similar;
import keepalived.core.text.Printable;
import tools.jackson.core.JacksonException;

/// `keepalived show`: one question, or several that belong together, and their answers.
public final class Show {

  static final int DONE = 0;
  static final int USAGE = 1;
  static final int NOT_RUNNING = 2;
  static final int FAILED = 3;
  static final int NOT_FOUND = 4;
  static final int FORBIDDEN = 5;
  static final int TIMED_OUT = 6;

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final String CLEAR = "\u001b[H\u001b[2J";

  private static final Path SOCKET = Path.of("/run/keepalived/status.sock");

  private static final String HELP =
      """
      keepalived show [vrrp|groups|servers|trackers|config|NAME] [--json|--wide] [--watch]
                      [--socket PATH]

      Asks the running daemon. Without a word: instances, and virtual servers if there are any.
      NAME is an instance; "vrrp NAME" shows one whose name is a word of this command.
      --watch repeats it every two seconds. --socket names the socket of a daemon that has
      another one than /run/keepalived/status.sock (see docs/api.md).

      Exit status: 0 done, 1 usage, 2 no daemon, 3 no usable answer, 4 no such instance,
      5 no permission, 6 no answer in time.
      """;

  /// Answers, or the exit status and the words instead of them.
  private sealed interface Result {
    record Screen(String text) implements Result {}

    record Failure(int status, String text) implements Result {}
  }

  /// @param subject empty for the overview
  private record Wish(
      Optional<String> subject, Optional<String> name, Set<String> flags, Path socket) {

    boolean json() {
      return flags.contains("--json");
    }
  }

  private static final Set<String> FLAGS = Set.of("--json", "--wide", "--watch");

  private static final Map<String, String> SUBJECTS =
      Map.of(
          "vrrp", "/v1/vrrp",
          "groups", "/v1/groups",
          "servers", "/v1/services",
          "trackers", "/v1/trackers",
          "config", "/v1/config");

  private final Wish wish;
  private final Client client;

  private Show(Wish wish) {
    this.wish = wish;
    client = new Client(wish.socket(), LIMIT);
  }

  /// Runs the command to its end.
  ///
  /// @return the exit status of the process
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(HELP);
      return DONE;
    }
    var wish = read(arguments);
    if (wish.isEmpty()) {
      err.print(HELP);
      return USAGE;
    }
    var show = new Show(wish.get());
    return wish.get().flags().contains("--watch") ? show.watch(out, err) : show.once(out, err);
  }

  private static Optional<Wish> read(List<String> arguments) {
    var flags = new HashSet<String>();
    var words = new ArrayList<String>();
    var socket = SOCKET;
    for (var each = arguments.iterator(); each.hasNext(); ) {
      String word = each.next();
      if (FLAGS.contains(word)) {
        flags.add(word);
      } else if (word.equals("--socket") && each.hasNext()) {
        socket = Path.of(each.next());
      } else if (word.startsWith("-") || word.isEmpty()) {
        return Optional.empty();
      } else {
        words.add(word);
      }
    }
    boolean named = words.size() == 2 && words.getFirst().equals("vrrp");
    if (words.size() > 1 && !named) {
      return Optional.empty();
    }
    var subject = words.stream().findFirst().filter(word -> !named && SUBJECTS.containsKey(word));
    var name = words.isEmpty() || subject.isPresent() ? Optional.<String>empty() : last(words);
    return Optional.of(new Wish(subject, name, Set.copyOf(flags), socket));
  }

  private static Optional<String> last(List<String> words) {
    return Optional.of(words.getLast());
  }

  private int once(PrintStream out, PrintStream err) {
    return switch (ask()) {
      case Result.Screen(var text) -> {
        out.print(text);
        yield DONE;
      }
      case Result.Failure(int status, var text) -> {
        err.println(text);
        yield status;
      }
    };
  }

  /// Repeats until the daemon is gone, or the reader of the output.
  private int watch(PrintStream out, PrintStream err) {
    while (!out.checkError()) {
      out.print(wish.json() ? "" : CLEAR);
      int status = once(out, err);
      if (status != DONE) {
        return status;
      }
      out.flush();
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        return DONE;
      }
    }
    return DONE;
  }

  private Result ask() {
    var targets = targets();
    var bodies = new LinkedHashMap<String, String>();
    for (var target : targets.entrySet()) {
      switch (client.get(target.getValue())) {
        case Client.Answered(int status, var body) when status == 200 ->
            bodies.put(target.getKey(), body);
        case Client.Answered answered -> {
          return refused(answered);
        }
        case Client.NotRunning _ -> {
          return new Result.Failure(NOT_RUNNING, notRunning());
        }
        case Client.Forbidden _ -> {
          return new Result.Failure(FORBIDDEN, "no permission for " + wish.socket());
        }
        case Client.TimedOut _ -> {
          String limit = LIMIT.toSeconds() + " seconds";
          return new Result.Failure(TIMED_OUT, "the daemon does not answer within " + limit);
        }
        case Client.Broken(var why) -> {
          return new Result.Failure(FAILED, wish.socket() + ": " + why);
        }
      }
    }
    try {
      return new Result.Screen(wish.json() ? json(bodies) : screen(bodies));
    } catch (JacksonException e) {
      return new Result.Failure(FAILED, wish.socket() + ": the answer is not JSON");
    }
  }

  /// The resources to ask for, by the names that [#screen] uses.
  private Map<String, String> targets() {
    var targets = new LinkedHashMap<String, String>();
    boolean instances = wish.subject().map("vrrp"::equals).orElse(true);
    if (instances && !(wish.json() && wish.name().isPresent())) {
      targets.put("status", "/v1/status");
    }
    if (wish.name().isPresent()) {
      String name = URLEncoder.encode(wish.name().get(), StandardCharsets.UTF_8);
      targets.put("instance", "/v1/vrrp/" + name.replace("+", "%20"));
    } else if (wish.subject().isPresent()) {
      targets.put(wish.subject().get(), SUBJECTS.get(wish.subject().get()));
    } else {
      targets.put("vrrp", "/v1/vrrp");
      targets.put("servers", "/v1/services");
    }
    if (wish.json() && wish.subject().isPresent()) {
      targets.remove("status");
    }
    return targets;
  }

  private static String json(Map<String, String> bodies) {
    if (bodies.size() == 1) {
      return bodies.values().iterator().next();
    }
    return bodies.entrySet().stream()
        .map(each -> '"' + each.getKey() + "\":" + each.getValue().strip())
        .collect(Collectors.joining(",", "{", "}\n"));
  }

  private String screen(Map<String, String> bodies) {
    var text = new StringBuilder();
    var status = Value.parse(bodies.getOrDefault("status", "{}"));
    bodies.forEach(
        (name, body) -> {
          var answer = Value.parse(body);
          boolean overview = wish.subject().isEmpty();
          text.append(
              switch (name) {
                case "vrrp" -> vrrp(status, answer);
                case "instance" -> new InstanceScreen(status).details(answer);
                case "groups" -> OtherScreens.groups(answer.each());
                case "trackers" -> OtherScreens.trackers(answer);
                case "config" -> OtherScreens.config(answer);
                case "servers" ->
                    overview && answer.each().isEmpty() ? "" : OtherScreens.services(answer.each());
                default -> "";
              });
        });
    return text + OtherScreens.notes(status);
  }

  private String vrrp(Value status, Value instances) {
    return instances.each().isEmpty()
        ? "no instances\n"
        : new InstanceScreen(status).table(instances.each(), wish.flags().contains("--wide"));
  }

  private Result refused(Client.Answered answered) {
    if (answered.status() == 404 && wish.name().isPresent()) {
      return new Result.Failure(NOT_FOUND, noInstance(wish.name().get()));
    }
    String detail = Value.parse(answered.body()).text("detail").orElse("no reason given");
    return new Result.Failure(answered.status() == 503 ? TIMED_OUT : FAILED, detail);
  }

  private String noInstance(String name) {
    var names =
        client.get("/v1/vrrp") instanceof Client.Answered(int status, var body) && status == 200
            ? Value.parse(body).each().stream().flatMap(i -> i.text("name").stream()).toList()
            : List.<String>of();
    var words = new TreeSet<>(SUBJECTS.keySet());
    words.addAll(names);
    String hint =
        Similar.to(name, words)
            .map(near -> "did you mean " + near + "?")
            .orElse("the instances are " + String.join(", ", names));
    return Printable.of("no instance " + name + "; " + hint);
  }

  private String notRunning() {
    String first = "no daemon listens at " + wish.socket();
    var others = others();
    return others.isEmpty()
        ? first + "; is keepalived running?"
        : first + "; --socket may name " + String.join(" or ", others);
  }

  private List<String> others() {
    try (var files = Files.walk(SOCKET.getParent(), 2)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".sock") && !file.equals(wish.socket().toString()))
          .sorted()
          .limit(5)
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
