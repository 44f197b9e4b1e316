package keepalived.ipvs.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import keepalived.ipvs.IpvsDriver;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.cli.arguments.CommandLine;
import keepalived.ipvs.cli.arguments.Help;
import keepalived.ipvs.cli.arguments.Invocation;
import keepalived.ipvs.cli.arguments.UsageError;
import keepalived.ipvs.cli.names.NameLookup;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.ServiceStatus;
import keepalived.ipvs.table.SyncDaemon;

/// `keepalived ipvs ...`: lists and edits the table in ipvsadm's syntax and output.
public final class IpvsCommand {

  private final PrintStream out;
  private final PrintStream err;
  private final Host host;
  private Optional<IpvsDriver> driver = Optional.empty();

  private IpvsCommand(PrintStream out, PrintStream err, Host host) {
    this.out = out;
    this.err = err;
    this.host = host;
  }

  /// Runs one command line.
  ///
  /// @return the exit status: 0; 1 when the service to list does not exist; 2 for wrong options;
  ///   255 for unknown options and for refusals of the kernel
  public static int run(List<String> arguments, PrintStream out, PrintStream err, Host host) {
    var command = new IpvsCommand(out, err, host);
    try {
      return command.run(arguments);
    } finally {
      command.driver.ifPresent(IpvsDriver::close);
      out.flush();
      err.flush();
    }
  }

  public static void main(String[] arguments) {
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    System.exit(run(Arrays.asList(arguments), out, System.err, Host.real()));
  }

  private int run(List<String> arguments) {
    try {
      var words = arguments.isEmpty() ? List.of("-L") : arguments;
      return perform(CommandLine.parse(words, host.names()));
    } catch (UsageError error) {
      err.println(error.getMessage());
      return error.status();
    } catch (IpvsException failure) {
      err.println(failure.getMessage());
      return UsageError.FAILED;
    } catch (UncheckedIOException failure) {
      err.println(failure.getCause().getMessage());
      return 1;
    }
  }

  private int perform(Invocation invocation) {
    switch (invocation) {
      case Invocation.Help _ -> out.print(Help.TEXT);
      case Invocation.Version _ -> out.println("keepalived ipvs, as ipvsadm v1.31");
      case Invocation.Restore _ -> {
        return restore();
      }
      case Invocation.ListConnections(var numeric, var engines) ->
          out.print(Connections.list(host.connections().get(), engines, names(numeric)));
      case Invocation.Change _,
          Invocation.Flush _,
          Invocation.Zero _,
          Invocation.SetTimeouts _,
          Invocation.StartDaemon _,
          Invocation.StopDaemon _,
          Invocation.Save _,
          Invocation.ListTable _,
          Invocation.ListTimeouts _,
          Invocation.ListDaemons _ -> {
        return performWithDriver(invocation, driver());
      }
    }
    return 0;
  }

  private int performWithDriver(Invocation invocation, IpvsDriver ipvs) {
    try {
      switch (invocation) {
        case Invocation.Change(var command) -> {
          for (var refused : ipvs.apply(List.of(command))) {
            throw refused.cause();
          }
        }
        case Invocation.Flush _ -> ipvs.flush();
        case Invocation.Zero(var key) -> key.ifPresentOrElse(ipvs::zero, ipvs::zero);
        case Invocation.SetTimeouts(var timeouts) -> ipvs.setTimeouts(timeouts);
        case Invocation.StartDaemon(var daemon) -> ipvs.start(daemon);
        case Invocation.StopDaemon(var role) -> ipvs.stop(role);
        case Invocation.Save(var numeric) ->
            out.print(new Listing(names(numeric)).saved(sorted(ipvs.statistics())));
        case Invocation.ListTable list -> {
          return list(list, ipvs);
        }
        case Invocation.ListTimeouts _ -> listTimeouts(ipvs);
        case Invocation.ListDaemons _ -> ipvs.syncDaemons().forEach(this::list);
        case Invocation.Help _,
            Invocation.Version _,
            Invocation.Restore _,
            Invocation.ListConnections _ ->
            throw new IllegalArgumentException(invocation.toString());
      }
      return 0;
    } catch (IpvsException failure) {
      err.println(Messages.of(failure, about(invocation)));
      return UsageError.FAILED;
    }
  }

  private static Messages.About about(Invocation invocation) {
    return invocation instanceof Invocation.Change(var command)
            && (command instanceof Command.AddDestination
                || command instanceof Command.EditDestination
                || command instanceof Command.DeleteDestination)
        ? Messages.About.SERVER
        : Messages.About.OTHER;
  }

  private IpvsDriver driver() {
    if (driver.isEmpty()) {
      driver = Optional.of(host.driver().get());
    }
    return driver.get();
  }

  private NameLookup names(boolean numeric) {
    return numeric ? NameLookup.NONE : host.names();
  }

  private int list(Invocation.ListTable list, IpvsDriver ipvs) {
    var statuses = list.service().map(key -> one(key, ipvs)).orElseGet(ipvs::statistics);
    if (list.service().isPresent() && statuses.isEmpty()) {
      err.println("No such service");
      return 1;
    }
    if (list.service().isEmpty()) {
      out.print(Listing.title(ipvs.release()));
    }
    var rows = list.sorted() ? sorted(statuses) : statuses;
    out.print(new Listing(names(list.numeric())).table(rows, list.view(), list.exact()));
    return 0;
  }

  private static List<ServiceStatus> one(ServiceKey key, IpvsDriver ipvs) {
    return ipvs.statistics(key).stream().toList();
  }

  private static List<ServiceStatus> sorted(List<ServiceStatus> statuses) {
    return Sorting.services(statuses).stream()
        .map(
            s ->
                new ServiceStatus(
                    s.service(), s.statistics(), Sorting.destinations(s.destinations())))
        .toList();
  }

  private void listTimeouts(IpvsDriver ipvs) {
    var timeouts = ipvs.timeouts();
    out.printf(
        "Timeout (tcp tcpfin udp): %d %d %d\n",
        timeouts.tcp().toSeconds(), timeouts.tcpFin().toSeconds(), timeouts.udp().toSeconds());
  }

  private void list(SyncDaemon daemon) {
    var text = new StringBuilder(daemon.role().word());
    text.append(" sync daemon (mcast=").append(daemon.interfaceName());
    text.append(", syncid=").append(daemon.id());
    daemon.maxLength().ifPresent(length -> text.append(", maxlen=").append(length));
    daemon.group().ifPresent(group -> text.append(", group=").append(group));
    daemon.port().ifPresent(port -> text.append(", port=").append(port));
    daemon.ttl().ifPresent(ttl -> text.append(", ttl=").append(ttl));
    out.println(text.append(")"));
  }

  /// Runs each line as a command line. A refusal by the kernel is reported, and the next line
  /// follows; an invalid line ends the run.
  private int restore() {
    for (var line : host.input().get()) {
      if (line.isBlank()) {
        continue;
      }
      var words = Arrays.asList(line.strip().split("\\s+"));
      var arguments = words.get(0).equals("ipvsadm") ? words.subList(1, words.size()) : words;
      if (arguments.isEmpty()) {
        throw UsageError.unknown();
      }
      var invocation = CommandLine.parse(arguments, host.names());
      if (invocation instanceof Invocation.Restore) {
        throw UsageError.unknown();
      }
      perform(invocation);
    }
    return 0;
  }
}
