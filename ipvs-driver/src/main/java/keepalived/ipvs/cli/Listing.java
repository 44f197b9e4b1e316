package keepalived.ipvs.cli;

import java.util.List;
import java.util.Locale;
import keepalived.core.config.Forwarding.TunnelChecksum;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Ipv4Address;
import keepalived.ipvs.cli.arguments.Invocation;
import keepalived.ipvs.cli.arguments.SchedulerFlags;
import keepalived.ipvs.cli.names.AddressText;
import keepalived.ipvs.cli.names.NameLookup;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Persistence;
import keepalived.ipvs.table.Release;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.ServiceStatus;
import keepalived.ipvs.table.ServiceStatus.DestinationStatus;
import keepalived.ipvs.table.Statistics.Traffic;

/// The table as text in the formats of `ipvsadm -L` and `ipvsadm -S`.
final class Listing {

  private final NameLookup names;
  private final StringBuilder out = new StringBuilder();

  /// @param names for addresses and ports; [NameLookup#NONE] prints numbers
  Listing(NameLookup names) {
    this.names = names;
  }

  /// The listing of services, with the column headers.
  String table(List<ServiceStatus> services, Invocation.View view, boolean exact) {
    out.append(heads(view));
    for (var service : services) {
      service(service, view, exact);
      for (var destination : service.destinations()) {
        destination(service.service().key(), destination, view, exact);
      }
    }
    return out.toString();
  }

  static String title(Release release) {
    return format(
        "IP Virtual Server version %d.%d.%d (size=%d)\n",
        release.major(), release.minor(), release.patch(), release.connectionBuckets());
  }

  private static String heads(Invocation.View view) {
    var local = "Prot LocalAddress:Port";
    var remote = "  -> RemoteAddress:Port";
    return switch (view) {
      case STATISTICS ->
          format(
              "%-33s %8s %8s %8s %8s %8s\n%s\n",
              local, "Conns", "InPkts", "OutPkts", "InBytes", "OutBytes", remote);
      case RATES ->
          format(
              "%-33s %8s %8s %8s %8s %8s\n%s\n",
              local, "CPS", "InPPS", "OutPPS", "InBPS", "OutBPS", remote);
      case THRESHOLDS ->
          format(
              "%-33s %-10s %-10s %-10s %-10s\n%s\n",
              local, "Uthreshold", "Lthreshold", "ActiveConn", "InActConn", remote);
      case PERSISTENT ->
          format(
              "%-33s %-9s %-11s %-10s %-10s\n%s\n",
              local, "Weight", "PersistConn", "ActiveConn", "InActConn", remote);
      case TUNNELS ->
          format(
              "%s Scheduler Flags\n%-34sForward TunnelInfo    Weight ActiveConn InActConn\n",
              local, remote + " ");
      case CONNECTIONS ->
          format(
              "%s Scheduler Flags\n%-34sForward Weight ActiveConn InActConn\n",
              local, remote + " ");
    };
  }

  private void service(ServiceStatus status, Invocation.View view, boolean exact) {
    var service = status.service();
    switch (view) {
      case STATISTICS -> {
        out.append(format("%-33s", name(service.key())));
        numbers(status.statistics().totals(), exact);
      }
      case RATES -> {
        out.append(format("%-33s", name(service.key())));
        numbers(status.statistics().rates(), exact);
      }
      case CONNECTIONS, THRESHOLDS, PERSISTENT, TUNNELS ->
          out.append(name(service.key())).append(' ').append(options(service));
    }
    out.append('\n');
  }

  private static String options(Service service) {
    var options = service.options();
    var text = new StringBuilder(options.scheduler());
    if (!options.flags().isEmpty()) {
      text.append(" (")
          .append(SchedulerFlags.print(options.flags(), options.scheduler()))
          .append(')');
    }
    // The engine is printed only with persistence, although the kernel stores it without.
    options
        .persistence()
        .ifPresent(
            p -> {
              text.append(" persistent ").append(p.timeout().toSeconds());
              mask(service.key(), p, " mask ", text);
              options.engine().ifPresent(engine -> text.append(" pe ").append(engine));
            });
    return text.append(options.onepacket() ? " ops" : "").toString();
  }

  private static void mask(
      ServiceKey key, Persistence persistence, String word, StringBuilder text) {
    int mask = persistence.mask();
    if (mask != Persistence.wholeMask(key.family())) {
      text.append(word)
          .append(
              switch (key.family()) {
                case IPV4 -> new Ipv4Address(mask).toString();
                case IPV6 -> Integer.toString(mask);
              });
    }
  }

  private void destination(
      ServiceKey key, DestinationStatus status, Invocation.View view, boolean exact) {
    var destination = status.destination();
    out.append(format("  -> %-28s", endpoint(destination.endpoint(), protocol(key))));
    switch (view) {
      case STATISTICS -> numbers(status.statistics().totals(), exact);
      case RATES -> numbers(status.statistics().rates(), exact);
      case THRESHOLDS ->
          out.append(
              format(
                  " %-10d %-10d %-10d %-10d",
                  destination.upperThreshold(),
                  destination.lowerThreshold(),
                  status.active(),
                  status.inactive()));
      case PERSISTENT ->
          out.append(
              format(
                  " %-9d %-11d %-10d %-10d",
                  destination.weight(), status.persistent(), status.active(), status.inactive()));
      case TUNNELS ->
          out.append(
              format(
                  " %-7s %-13s %-6d %-10d %-10d",
                  method(destination.method()),
                  tunnel(destination.method()),
                  destination.weight(),
                  status.active(),
                  status.inactive()));
      case CONNECTIONS ->
          out.append(
              format(
                  " %-7s %-6d %-10d %-10d",
                  method(destination.method()),
                  destination.weight(),
                  status.active(),
                  status.inactive()));
    }
    out.append('\n');
  }

  private void numbers(Traffic traffic, boolean exact) {
    number(traffic.connections(), exact);
    number(traffic.inPackets(), exact);
    number(traffic.outPackets(), exact);
    number(traffic.inBytes(), exact);
    number(traffic.outBytes(), exact);
  }

  /// A number in nine columns: large ones in thousands, millions and so on, unless `exact`, which
  /// may be wider.
  private void number(long number, boolean exact) {
    var digits = Long.toUnsignedString(number);
    if (exact || digits.length() <= 8) {
      out.append(digits.length() <= 8 ? format("%9s", digits) : " " + digits);
    } else if (digits.length() <= 9) {
      out.append(format("%8sK", cut(digits, 3)));
    } else if (digits.length() <= 11) {
      out.append(format("%8sM", cut(digits, 6)));
    } else if (digits.length() <= 14) {
      out.append(format("%8sG", cut(digits, 9)));
    } else {
      out.append(format("%8sT", cut(digits, 12)));
    }
  }

  private static String cut(String digits, int zeros) {
    return digits.substring(0, digits.length() - zeros);
  }

  private String name(ServiceKey key) {
    return switch (key) {
      case ServiceKey.ByAddress(var protocol, var endpoint) ->
          format("%-4s %s", protocol.name(), endpoint(endpoint, protocol));
      // The mark is printed as a signed number, as ipvsadm does.
      case ServiceKey.ByMark(var mark, var family) ->
          switch (family) {
            case IPV4 -> format("FWM  %d", (int) mark);
            case IPV6 -> format("FWM  %d IPv6", (int) mark);
          };
    };
  }

  private static Protocol protocol(ServiceKey key) {
    return switch (key) {
      case ServiceKey.ByAddress(var protocol, _) -> protocol;
      case ServiceKey.ByMark _ -> Protocol.NONE;
    };
  }

  private String endpoint(Endpoint endpoint, Protocol protocol) {
    return names == NameLookup.NONE
        ? AddressText.numeric(endpoint)
        : AddressText.named(endpoint, protocol, names);
  }

  private static String method(Method method) {
    return switch (method) {
      case Method.Masquerade _ -> "Masq";
      case Method.DirectRoute _ -> "Route";
      case Method.Tunnel _ -> "Tunnel";
      case Method.Other(var number, _) ->
          switch (number) {
            case 1 -> "Local";
            case 2 -> "Tunnel";
            default -> "Other";
          };
    };
  }

  private static String tunnel(Method method) {
    if (!(method instanceof Method.Tunnel(var type, var port, var checksum))) {
      return "n/a";
    }
    return switch (type) {
      case IPIP -> "ipip";
      case GUE -> "gue:" + port + ":" + sign(checksum);
      case GRE -> "gre:" + sign(checksum);
    };
  }

  private static String sign(TunnelChecksum checksum) {
    return switch (checksum) {
      case NONE -> "-c";
      case CSUM -> "+c";
      case REMCSUM -> "r+c";
    };
  }

  /// The table as the command lines that restore it. Like ipvsadm's, they lack the thresholds.
  String saved(List<ServiceStatus> services) {
    for (var status : services) {
      var service = status.service();
      out.append("-A ").append(argument(service.key())).append(savedOptions(service)).append('\n');
      for (var destination : status.destinations()) {
        out.append("-a ").append(argument(service.key()));
        saved(service.key(), destination);
      }
    }
    return out.toString();
  }

  private String argument(ServiceKey key) {
    return switch (key) {
      case ServiceKey.ByAddress(var protocol, var endpoint) ->
          switch (protocol) {
                case TCP -> "-t ";
                case UDP -> "-u ";
                case SCTP -> "--sctp-service ";
                case NONE -> throw new IllegalArgumentException(key.toString());
              }
              + endpoint(endpoint, protocol);
      case ServiceKey.ByMark(var mark, var family) ->
          switch (family) {
            case IPV4 -> "-f " + (int) mark;
            case IPV6 -> "-f " + (int) mark + " -6";
          };
    };
  }

  private static String savedOptions(Service service) {
    var options = service.options();
    var text = new StringBuilder(" -s ").append(options.scheduler());
    options
        .persistence()
        .ifPresent(
            p -> {
              text.append(" -p ").append(p.timeout().toSeconds());
              mask(service.key(), p, " -M ", text);
            });
    options.engine().ifPresent(engine -> text.append(" --pe ").append(engine));
    text.append(options.onepacket() ? " -o" : "");
    if (!options.flags().isEmpty()) {
      text.append(" -b ").append(SchedulerFlags.print(options.flags(), options.scheduler()));
    }
    return text.toString();
  }

  private void saved(ServiceKey key, DestinationStatus status) {
    var destination = status.destination();
    out.append(
        format(
            " -r %s %s -w %d%s\n",
            endpoint(destination.endpoint(), protocol(key)),
            switch (destination.method()) {
              case Method.Masquerade _ -> "-m";
              case Method.DirectRoute _, Method.Other _ -> "-g";
              case Method.Tunnel _ -> "-i";
            },
            destination.weight(),
            savedTunnel(destination.method())));
  }

  private static String savedTunnel(Method method) {
    if (!(method instanceof Method.Tunnel(var type, var port, var checksum))) {
      return "";
    }
    var sum = checksum == TunnelChecksum.NONE ? "nocsum" : checksum.name().toLowerCase(Locale.ROOT);
    return switch (type) {
      case IPIP -> " --tun-type ipip";
      case GUE -> " --tun-type gue --tun-port " + port + " --tun-" + sum;
      case GRE -> " --tun-type gre --tun-" + sum;
    };
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
