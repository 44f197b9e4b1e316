package keepalived.core.config.field;

/// A value that contains a command line, whose arguments may be secret.
interface Command {

  /// The value as everybody may see it: without arguments.
  String program();
}
