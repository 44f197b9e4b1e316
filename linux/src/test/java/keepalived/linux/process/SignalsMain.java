package keepalived.linux.process;

import java.util.Arrays;
import keepalived.linux.loop.EpollLoop;

/// Run by [SignalsTest] in its own JVM: prints the signals it receives, and ends at TERM.
final class SignalsMain {

  private SignalsMain() {}

  public static void main(String[] numbers) {
    var loop = EpollLoop.start("signals", Throwable::printStackTrace);
    var wanted = Arrays.stream(numbers).map(Integer::valueOf).toList();
    loop.post(
        () -> {
          var signals =
              new Signals(
                  loop,
                  wanted,
                  received -> {
                    System.out.println(
                        received.number() + " " + (received.sender() == 0 ? "from" : "by"));
                    if (received.number() == Signals.SIGTERM) {
                      System.exit(0);
                    }
                  });
          System.out.println("unavailable " + signals.unavailable());
        });
  }
}
