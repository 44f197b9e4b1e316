package keepalived.ipvs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.IpAddress;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.ipvs.Shell.Result;
import keepalived.ipvs.cli.names.NameLookup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs the command on a table in memory. [IpvsadmComparisonTest] shows, where there is a kernel,
/// that the output equals ipvsadm's; the texts here were taken from ipvsadm 1.31.
class IpvsCommandTest {

  private static final NameLookup NAMES =
      new NameLookup() {
        @Override
        public Optional<IpAddress> address(String host) {
          return host.equals("rs1") ? IpAddress.parse("10.0.0.6") : Optional.empty();
        }

        @Override
        public Optional<String> host(IpAddress address) {
          return address.toString().equals("10.0.0.6") ? Optional.of("rs1") : Optional.empty();
        }

        @Override
        public OptionalInt port(String service, Protocol protocol) {
          return service.equals("http") && protocol == Protocol.TCP
              ? OptionalInt.of(80)
              : OptionalInt.empty();
        }

        @Override
        public Optional<String> service(int port, Protocol protocol) {
          return port == 80 && protocol == Protocol.TCP ? Optional.of("http") : Optional.empty();
        }
      };

  private final MemoryIpvsDriver driver = new MemoryIpvsDriver();
  private List<String> connections = List.of();
  private List<String> input = List.of();

  private Result run(String line) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var arguments = line.isEmpty() ? List.<String>of() : List.of(line.split(" "));
    var host = new Host(() -> driver, NAMES, () -> connections, () -> input);
    int status =
        IpvsCommand.run(arguments, new PrintStream(out, true), new PrintStream(err, true), host);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void done(String... lines) {
    for (var line : lines) {
      assertEquals(new Result(0, "", ""), run(line), line);
    }
  }

  @Test
  void theTableIsListedByNumberAndByName() {
    done(
        "-A -t 10.0.0.5:http -s wrr -p 60 -M 255.255.255.0",
        "-a -t 10.0.0.5:80 -r rs1 -g -w 3",
        "-A -t [2001:db8::5]:80 -s mh -b mh-port",
        "-a -t [2001:db8::5]:80 -r [2001:db8::6]:8080 -m",
        "-A -f 7 -6",
        "-A -u 10.0.0.5:53 -o");
    assertEquals(
        """
        IP Virtual Server version 1.2.1 (size=4096)
        Prot LocalAddress:Port Scheduler Flags
          -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
        TCP  10.0.0.5:80 wrr persistent 60 mask 255.255.255.0
          -> 10.0.0.6:80                  Route   3      0          0        \s
        UDP  10.0.0.5:53 wlc ops
        TCP  [2001:db8::5]:80 mh (mh-port)
          -> [2001:db8::6]:8080           Masq    1      0          0        \s
        FWM  7 IPv6 wlc
        """,
        run("-Ln").out());
    assertTrue(run("").out().contains("\n  -> rs1:http                     Route "));
    assertEquals(
        """
        -A -t 10.0.0.5:80 -s wrr -p 60 -M 255.255.255.0
        -a -t 10.0.0.5:80 -r 10.0.0.6:80 -g -w 3
        -A -u 10.0.0.5:53 -s wlc -o
        -A -t [2001:db8::5]:80 -s mh -b mh-port
        -a -t [2001:db8::5]:80 -r [2001:db8::6]:8080 -m -w 1
        -A -f 7 -6 -s wlc
        """,
        run("-Sn").out());
  }

  @Test
  void whatIsSavedIsRestored() {
    done(
        "-A -t 10.0.0.5:80 -s wrr -p 60",
        "-a -t 10.0.0.5:80 -r 10.0.0.6 -i --tun-type gue --tun-port 6080 --tun-csum",
        "-a -t 10.0.0.5:80 -r 10.0.0.7:81 -m -w 5",
        "-A -f 9 -s rr");
    var before = driver.dump();
    input = run("-Sn").out().lines().toList();
    done("-C", "-R");
    assertEquals(before, driver.dump());
  }

  @Test
  void restoringGoesOnAfterARefusalAndEndsAtWhatItCannotRead() {
    input =
        List.of("-A -t 10.0.0.5:80", "", "ipvsadm -A -t 10.0.0.5:80", "-A -t 10.0.0.5:81", "bogus");
    assertEquals(
        new Result(
            255,
            "",
            "Service already exists\n"
                + "Try `ipvsadm -h' or 'ipvsadm --help' for more information.\n"),
        run("-R"));
    assertEquals(2, driver.dump().services().size());
  }

  @Test
  void connectionsAreListed() {
    connections =
        List.of(
            "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData",
            "TCP 0A000005 C0DA 0A000005 0050 7F000002 1F90 CLOSE             9",
            "UDP 0A000005 0000 0A000005 13C4 7F000002 14E9 ASSURED          99 sip abc123@host",
            "TCP 2001:0db8:0000:0000:0000:0000:0000:0005 A670"
                + " 2001:0db8:0000:0000:0000:0000:0000:0005 0050"
                + " 2001:0db8:0000:0000:0000:0000:0000:0005 1F91 ESTABLISHED 899");
    assertEquals(
        """
        IPVS connection entries
        pro expire state       source             virtual            destination
        TCP 00:09  CLOSE       10.0.0.5:49370     10.0.0.5:80        127.0.0.2:8080
        UDP 01:39  ASSURED     10.0.0.5:0         10.0.0.5:5060      127.0.0.2:5353
        TCP 14:59  ESTABLISHED [2001:db8::5]:42608 [2001:db8::5]:80   [2001:db8::5]:8081
        """,
        run("-Lnc").out());
    assertTrue(
        run("-Lnc --persistent-conn")
            .out()
            .contains("10.0.0.5:5060      127.0.0.2:5353   sip                abc123@host\n"));
  }

  @Test
  void daemonsAndTimeoutsAreSetAndListed() {
    done(
        "--set 10 0 30",
        "--start-daemon master --mcast-interface eth1 --syncid 7",
        "--start-daemon=backup --mcast-interface eth1");
    assertEquals("Timeout (tcp tcpfin udp): 10 120 30\n", run("-L --timeout").out());
    assertEquals(
        """
        master sync daemon (mcast=eth1, syncid=7, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)
        backup sync daemon (mcast=eth1, syncid=0, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)
        """,
        run("-L --daemon").out());
    done("--stop-daemon master", "--stop-daemon backup");
    assertEquals(new Result(255, "", "No daemon is running\n"), run("--stop-daemon master"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -A|2|You need to supply the 'service-address' option for the 'add-service' command
          -A -t|255|-t: missing argument
          -A -t 10.0.0.5|2|Zero port specified for non-persistent service
          -A -t 10.0.0.5:80 -n|2|Illegal 'numeric' option with the 'add-service' command
          -A -t 10.0.0.5:80 -o|2|One-Packet Scheduling is only for UDP virtual services
          -A -t 10.0.0.5:80 -t 10.0.0.5:81|2|multiple 'service-address' options specified
          -A -t 10.0.0.5:80 --sched rr|255|--sched: unknown option
          -A -t 10.0.0.5:80 -b sh-port|2|incompatible scheduler flag `sh-port'
          -A -t 10.0.0.5:80 -E|2|invalid option `-E'
          -A -t 10.0.0.5:nonsense|2|illegal virtual server address[:port] specified
          -A -f 0|2|invalid fwmark value `0' specified
          -a -t 10.0.0.5:80 -r 10.0.0.6|255|Service not defined
          -a -t 10.0.0.5:80 -r [::1]:80 -m|2|Different address family is allowed only for tunneling servers
          -a -t 10.0.0.5:80 -r 10.0.0.6 -w -1|2|illegal weight specified
          -a -t 10.0.0.5:80 -r 10.0.0.6 -i --tun-type gue|2|You need to supply the 'tun-port' option for the 'gue' tunnel type
          -d -t 10.0.0.5:80 -r 10.0.0.6|255|Service not defined
          -L foo|2|unexpected argument foo
          -L -c --stats|2|options conflicts in the list command
          -L -t 10.0.0.5:80|1|No such service
          -X|255|Try `ipvsadm -h' or 'ipvsadm --help' for more information.
          --set 10 20|2|--set option requires 3 timeout values
          --set 10 20 x|2|invalid timeout value `x' specified
          --start-daemon bogus|2|illegal start-daemon parameter specified
          """)
  void mistakesAreToldAsIpvsadmTellsThem(String line, int status, String message) {
    assertEquals(new Result(status, "", message + "\n"), run(line));
  }

  @Test
  void everySpellingOfTheHelpExists() {
    assertTrue(run("-h").out().startsWith("keepalived ipvs"));
    assertEquals(0, run("--version").status());
  }
}
