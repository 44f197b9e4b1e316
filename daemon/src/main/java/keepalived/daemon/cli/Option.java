package keepalived.daemon.cli;

/// Every option of keepalived(8), with its name, its arity and its help line.
enum Option {
  USE_FILE('f', "use-file", Arity.REQUIRED, "FILE", "configuration file"),
  VRRP('P', "vrrp", Arity.NONE, "", "run only VRRP"),
  CHECK('C', "check", Arity.NONE, "", "run only the health checkers"),
  NO_BFD('B', "no_bfd", Arity.NONE, "", "do not run BFD"),
  ALL('\0', "all", Arity.NONE, "", "run every part, even with nothing configured"),
  LOG_CONSOLE('l', "log-console", Arity.NONE, "", "also log to standard error (with -n)"),
  LOG_DETAIL('D', "log-detail", Arity.NONE, "", "log more; twice: log much more"),
  LOG_FACILITY(
      'S', "log-facility", Arity.REQUIRED, "FACILITY", "0-7, local0-local7, user or daemon"),
  NO_SYSLOG('G', "no-syslog", Arity.NONE, "", "log nothing to syslog"),
  LOG_FILE('g', "log-file", Arity.OPTIONAL, "FILE", "log to a file"),
  FLUSH_LOG_FILE(
      '\0', "flush-log-file", Arity.NONE, "", "flush that file after each line (it always is)"),
  UMASK('u', "umask", Arity.REQUIRED, "MASK", "file creation mask"),
  RELEASE_VIPS('X', "release-vips", Arity.NONE, "", "drop addresses on a transition by signal"),
  DONT_RELEASE_VRRP(
      'V', "dont-release-vrrp", Arity.NONE, "", "leave addresses and routes in place at stop"),
  DONT_RELEASE_IPVS(
      'I', "dont-release-ipvs", Arity.NONE, "", "leave the IPVS table in place at stop"),
  DONT_RESPAWN('R', "dont-respawn", Arity.NONE, "", "a failing part stops the whole daemon"),
  DONT_FORK('n', "dont-fork", Arity.NONE, "", "stay in the foreground"),
  DUMP_CONF('d', "dump-conf", Arity.NONE, "", "log the configuration at start"),
  PID('p', "pid", Arity.REQUIRED, "FILE", "pid file"),
  VRRP_PID('r', "vrrp_pid", Arity.REQUIRED, "FILE", "pid file of the VRRP part"),
  CHECKERS_PID('c', "checkers_pid", Arity.REQUIRED, "FILE", "pid file of the checkers"),
  BFD_PID('b', "bfd_pid", Arity.REQUIRED, "FILE", "pid file of the BFD part"),
  ADDRESS_MONITORING(
      'a', "address-monitoring", Arity.NONE, "", "log every address added or removed"),
  SNMP('x', "snmp", Arity.NONE, "", "turn all SNMP parts on"),
  SNMP_AGENT_SOCKET('A', "snmp-agent-socket", Arity.REQUIRED, "ADDRESS", "AgentX socket"),
  NAMESPACE('s', "namespace", Arity.REQUIRED, "NAME", "network namespace to run in"),
  CORE_DUMP('m', "core-dump", Arity.NONE, "", "allow core dumps"),
  CORE_DUMP_PATTERN(
      'M', "core-dump-pattern", Arity.OPTIONAL, "PATTERN", "also set the kernel's core pattern"),
  ALL_CONFIG('e', "all-config", Arity.NONE, "", "every include must match a readable file"),
  CONFIG_ID('i', "config-id", Arity.REQUIRED, "ID", "id for lines that begin with @"),
  SIGNUM('\0', "signum", Arity.REQUIRED, "FUNCTION", "print the number of a signal"),
  IGNORE_SIGINT('\0', "ignore-sigint", Arity.NONE, "", "SIGINT does not stop the daemon"),
  CONFIG_TEST('t', "config-test", Arity.OPTIONAL, "FILE", "check the configuration and exit"),
  FORMAT('\0', "format", Arity.REQUIRED, "text|json", "form of -t's messages (ours)"),
  ON_HOST('\0', "on-host", Arity.NONE, "", "-t also checks against this machine (ours)"),
  STRICT('\0', "strict", Arity.NONE, "", "-t fails on warnings too (ours)"),
  GENHASH('T', "genhash", Arity.NONE, "", "act as genhash; must come first"),
  VERSION('v', "version", Arity.NONE, "", "print the version"),
  HELP('h', "help", Arity.NONE, "", "print this help");

  /// Whether an option takes an argument.
  enum Arity {
    NONE,
    /// Attached arguments only: `-tFILE`, `--config-test=FILE`.
    OPTIONAL,
    REQUIRED
  }

  final char letter;
  final String word;
  final Arity arity;
  final String argument;
  final String help;

  Option(char letter, String word, Arity arity, String argument, String help) {
    this.letter = letter;
    this.word = word;
    this.arity = arity;
    this.argument = argument;
    this.help = help;
  }
}
