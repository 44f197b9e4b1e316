package keepalived.tidy;

import java.util.ArrayList;
import java.util.List;

/// The classes that a package must not use, and why.
final class Bans {

  private Bans() {}

  /// @param inPackage internal-name prefix of the classes for which the ban holds
  /// @param except internal-name prefix of classes that are exempt
  /// @param uses prefix of the class or `class.member` that is banned
  record Ban(String inPackage, String except, String uses, String why) {

    boolean appliesTo(String className) {
      return className.startsWith(inPackage)
          && (except.isEmpty() || !className.startsWith(except))
          && !isGenerated(className);
    }

    boolean matches(String reference) {
      return reference.startsWith(uses);
    }
  }

  /// Pure packages: no clock, socket, thread, file or log.
  private static final List<String> PURE =
      List.of(
          "keepalived/core/",
          "keepalived/vrrp/packet/",
          "keepalived/vrrp/machine/",
          "keepalived/vrrp/advert/",
          "keepalived/vrrp/priority/",
          "keepalived/vrrp/port/",
          "keepalived/vrrp/engine/",
          "keepalived/ipvs/table/",
          "keepalived/ipvs/plan/",
          "keepalived/healthcheck/verdict/",
          "keepalived/healthcheck/server/");

  private record Rule(String uses, String why) {}

  private static final List<Rule> PURITY =
      List.of(
          new Rule("java/lang/System.nanoTime", "time is an argument"),
          new Rule("java/lang/System.currentTimeMillis", "time is an argument"),
          new Rule("java/time/Instant.now", "time is an argument"),
          new Rule("java/time/Clock", "time is an argument"),
          new Rule("java/lang/Thread", "an engine has one thread and does not know it"),
          new Rule("java/util/concurrent/", "threads meet only in loops and Published"),
          new Rule("java/lang/Math.random", "take a RandomGenerator"),
          new Rule("java/nio/file/", "the shell reads files"),
          new Rule("java/io/File", "the shell reads files"),
          new Rule("java/net/", "use keepalived.core.net: no resolver, comparable values"),
          new Rule("io/netty/", "pure code does no I/O"),
          new Rule("jnr/", "native calls live in keepalived.linux"),
          new Rule("com/kenai/jffi/", "native calls live in keepalived.linux"),
          new Rule("org/slf4j/", "return what happened; the shell logs it"),
          new Rule("keepalived/linux/", "pure code does not know the kernel"));

  static final List<Ban> ALL = all();

  private static List<Ban> all() {
    var bans = new ArrayList<Ban>();
    for (String inPackage : PURE) {
      for (var rule : PURITY) {
        bans.add(new Ban(inPackage, "", rule.uses(), rule.why()));
      }
    }
    bans.add(new Ban("keepalived/", "keepalived/linux/", "jnr/", "native calls live in linux"));
    bans.add(
        new Ban(
            "keepalived/", "keepalived/linux/libc/", "com/kenai/jffi/", "LibC has what is called"));
    bans.add(new Ban("keepalived/", "", "java/util/UUID.randomUUID", "take a RandomGenerator"));
    bans.add(new Ban("keepalived/conf/", "", "keepalived/linux/", "the parser reads, no more"));
    bans.add(new Ban("keepalived/conf/", "", "keepalived/vrrp/", "the parser knows no engine"));
    bans.add(new Ban("keepalived/conf/", "", "org/slf4j/", "the parser returns diagnostics"));
    bans.add(new Ban("keepalived/linux/", "", "keepalived/vrrp/", "linux knows only Linux"));
    bans.add(new Ban("keepalived/linux/", "", "keepalived/ipvs/", "linux knows only Linux"));
    bans.add(new Ban("keepalived/linux/", "", "keepalived/core/config/", "linux knows only Linux"));
    bans.add(new Ban("keepalived/vrrp/", "", "keepalived/healthcheck/", "only daemon joins them"));
    bans.add(new Ban("keepalived/healthcheck/", "", "keepalived/vrrp/", "only daemon joins them"));
    bans.add(new Ban("keepalived/vrrp/net/", "", "keepalived/vrrp/sim/", "never sideways"));
    bans.add(new Ban("keepalived/vrrp/sim/", "", "keepalived/vrrp/net/", "never sideways"));
    for (String engine : List.of("vrrp/", "healthcheck/", "ipvs/")) {
      bans.add(new Ban("keepalived/tracking/", "", "keepalived/" + engine, "tracking serves both"));
      bans.add(
          new Ban("keepalived/" + engine, "", "keepalived/tracking/", "only daemon joins them"));
    }
    bans.add(new Ban("keepalived/vrrp/sim/", "", "keepalived/linux/", "simulation has no kernel"));
    for (var above : List.of("machine", "advert", "priority", "port", "engine", "net", "sim")) {
      var uses = "keepalived/vrrp/" + above + "/";
      bans.add(new Ban("keepalived/vrrp/packet/", "", uses, "never upward"));
    }
    for (var above : List.of("advert", "priority", "port", "engine", "net", "sim")) {
      var uses = "keepalived/vrrp/" + above + "/";
      bans.add(new Ban("keepalived/vrrp/machine/", "", uses, "never upward"));
    }
    bans.add(new Ban("keepalived/vrrp/advert/", "", "keepalived/vrrp/engine/", "never upward"));
    bans.add(new Ban("keepalived/vrrp/priority/", "", "keepalived/vrrp/engine/", "never upward"));
    bans.add(new Ban("keepalived/vrrp/port/", "", "keepalived/vrrp/engine/", "never upward"));
    bans.add(new Ban("keepalived/vrrp/engine/", "", "keepalived/vrrp/net/", "never upward"));
    bans.add(
        new Ban("keepalived/vrrp/net/link/", "", "keepalived/vrrp/net/table/", "never upward"));
    bans.add(new Ban("keepalived/ipvs/table/", "", "keepalived/ipvs/plan/", "never upward"));
    for (String upper : List.of("registry/", "server/", "engine/")) {
      bans.add(
          new Ban(
              "keepalived/healthcheck/check/",
              "",
              "keepalived/healthcheck/" + upper,
              "a checker knows no virtual server"));
    }
    for (String lower : List.of("verdict/", "probe/")) {
      bans.add(
          new Ban(
              "keepalived/healthcheck/" + lower,
              "",
              "keepalived/healthcheck/check/",
              "never upward"));
    }
    return List.copyOf(bans);
  }

  /// Code generated by ANTLR is exempt from our style.
  static boolean isGenerated(String className) {
    return className.startsWith("keepalived/conf/tree/Conf")
        && (className.contains("Lexer")
            || className.contains("Parser")
            || className.contains("Listener")
            || className.contains("Visitor"));
  }
}
