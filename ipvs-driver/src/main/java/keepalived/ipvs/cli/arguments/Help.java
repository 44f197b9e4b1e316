package keepalived.ipvs.cli.arguments;

/// The help text of the command; not ipvsadm's.
public final class Help {

  private Help() {}

  public static final String TEXT =
      """
      keepalived ipvs: lists and edits the kernel's table of virtual services, with the options of
      ipvsadm(8).

        -A|-E SERVICE [-s SCHEDULER] [-p [SECONDS]] [-M MASK] [--pe ENGINE] [-b FLAGS] [-o]
        -D SERVICE
        -a|-e SERVICE -r SERVER [-g|-i|-m] [-w WEIGHT] [-x UPPER] [-y LOWER] [TUNNEL]
        -d SERVICE -r SERVER
        -C                     remove everything
        -L|-l [SERVICE]        list: -n numbers, --stats, --rate, --exact, --thresholds,
                               --persistent-conn, --tun-info, --nosort
        -L -c                  list connections; -L --timeout; -L --daemon
        -Z [SERVICE]           set counters to 0
        -S [-n], -R            print the table as command lines; read such lines
        --set TCP TCPFIN UDP   timeouts in seconds, 0 leaves one as it is
        --start-daemon master|backup [--mcast-interface NAME] [--syncid ID] [--sync-maxlen BYTES]
                               [--mcast-group ADDRESS] [--mcast-port PORT] [--mcast-ttl TTL]
        --stop-daemon master|backup

      SERVICE: -t, -u or --sctp-service HOST:PORT, or -f MARK [-6]
      SERVER:  HOST[:PORT]
      TUNNEL:  --tun-type ipip|gue|gre [--tun-port PORT] [--tun-nocsum|--tun-csum|--tun-remcsum]
      """;
}
