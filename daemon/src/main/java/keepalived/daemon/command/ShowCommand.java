package keepalived.daemon.command;

import keepalived.daemon.show.Show;

/// `keepalived show`: the state of the running daemon.
final class ShowCommand {

  static final Command COMMAND =
      new Command("show", "[WHAT]", "the state of the running daemon, and why", Show::run);

  private ShowCommand() {}
}
