package keepalived.daemon.command;

import keepalived.ipvs.cli.Host;
import keepalived.ipvs.cli.IpvsCommand;

/// `keepalived ipvs ...`: ipvsadm(8) over the kernel's IPVS table.
final class IpvsadmCommand {

  static final Command COMMAND =
      new Command(
          "ipvs",
          "...",
          "list and edit the IPVS table in ipvsadm's syntax",
          (arguments, out, err) -> IpvsCommand.run(arguments, out, err, Host.real()));

  private IpvsadmCommand() {}
}
