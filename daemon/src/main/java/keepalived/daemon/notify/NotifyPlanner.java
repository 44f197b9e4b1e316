package keepalived.daemon.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.script.Script;
import keepalived.core.notify.Channel;
import keepalived.core.notify.ServiceNotification;
import keepalived.core.notify.ServiceNotification.QuorumChanged;
import keepalived.core.notify.ServiceNotification.RealServerChanged;
import keepalived.core.notify.VrrpNotification;
import keepalived.core.notify.VrrpNotification.GroupEntered;
import keepalived.core.notify.VrrpNotification.InstanceEntered;
import keepalived.core.notify.VrrpNotification.MasterReceivedLowerPriority;
import keepalived.core.notify.VrrpNotification.PriorityChanged;
import keepalived.core.notify.VrrpNotification.State;
import keepalived.core.text.Printable;
import keepalived.daemon.mail.Mail;
import keepalived.daemon.notify.NotifyActions.Alert;
import keepalived.daemon.notify.NotifyActions.Call;
import keepalived.daemon.notify.NotifyActions.Occasion;

/// The original's texts for each notification: arguments, FIFO lines, mails. Pure.
final class NotifyPlanner {

  private NotifyPlanner() {}

  static NotifyActions of(VrrpNotification notification, Subjects subjects) {
    return switch (notification) {
      case InstanceEntered n ->
          instance(n, Optional.ofNullable(subjects.instances().get(n.instance())));
      case GroupEntered n -> group(n, subjects);
      case MasterReceivedLowerPriority n -> lowerPriority(n, subjects);
      case PriorityChanged n -> priority(n, subjects);
    };
  }

  static NotifyActions of(ServiceNotification notice) {
    return switch (notice.change()) {
      case QuorumChanged n ->
          service(
              notice,
              new Subject(Subject.Kind.SERVICE, n.service()),
              "VS " + Printable.masked(n.service()),
              new Mail("Virtualserver " + n.service() + " - " + upOrDown(n.up()), n.reason()));
      case RealServerChanged n ->
          service(
              notice,
              new Subject(Subject.Kind.SERVER, n.server() + " " + n.service()),
              "RS " + Printable.masked(n.server()) + " " + Printable.masked(n.service()),
              new Mail(
                  "Realserver "
                      + n.server()
                      + " of virtual server "
                      + n.service()
                      + " - "
                      + upOrDown(n.up()),
                  n.reason()));
    };
  }

  private static NotifyActions service(
      ServiceNotification notice, Subject subject, String line, Mail letter) {
    String state = upOrDown(notice.change().up());
    var channels = notice.channels();
    boolean checker = !channels.contains(Channel.MAIL);
    return new NotifyActions(
        subject,
        state,
        Occasion.SERVICE,
        calls(
            notice.script().filter(_ -> channels.contains(Channel.SCRIPT)),
            Optional.empty(),
            List.of()),
        channels.contains(Channel.FIFO) ? Optional.of(line + " " + state + "\n") : Optional.empty(),
        channels.contains(Channel.MAIL) || channels.contains(Channel.CHECKER_MAIL)
            ? Optional.of(new Alert(letter, Optional.empty(), checker))
            : Optional.empty());
  }

  private static NotifyActions instance(InstanceEntered n, Optional<VrrpInstance> config) {
    String priority = Integer.toString(n.priority());
    var arguments = List.of("INSTANCE", n.instance(), n.state().name(), priority);
    var notices = config.map(VrrpInstance::notices);
    var calls =
        calls(
            n.state() == State.DELETED
                ? notices.flatMap(VrrpInstance.InstanceNotify::deletedScript)
                : notices.flatMap(s -> specific(s.scripts(), n.state())),
            notices.flatMap(s -> s.scripts().any()),
            arguments);
    var letter =
        new Mail(
            "VRRP Instance " + n.instance() + " - " + entering(n.state()),
            switch (n.state()) {
              case MASTER -> "=> VRRP Instance is now owning VRRP VIPs <=";
              case BACKUP, FAULT -> "=> VRRP Instance is no longer owning VRRP VIPs <=";
              case STOP -> "=> VRRP Instance stopping <=";
              case DELETED -> "=> VRRP Deleted at reload <=";
            });
    return new NotifyActions(
        new Subject(Subject.Kind.INSTANCE, n.instance()),
        n.state().name(),
        occasion(n.state()),
        calls,
        Optional.of(vrrpLine("INSTANCE", n.instance(), n.state().name(), priority)),
        notices
            .filter(VrrpInstance.InstanceNotify::mail)
            .map(_ -> new Alert(letter, Optional.of(n.state()), false)));
  }

  private static NotifyActions group(GroupEntered n, Subjects subjects) {
    var config = Optional.ofNullable(subjects.groups().get(n.group()));
    var arguments = List.of("GROUP", n.group(), n.state().name(), "0");
    var letter =
        new Mail(
            "VRRP Group " + n.group() + " - " + entering(n.state()),
            switch (n.state()) {
              case MASTER, BACKUP, FAULT ->
                  "=> All VRRP group instances are now in " + n.state() + " state <=";
              case STOP -> "=> All VRRP group instances are now stopping <=";
              case DELETED -> "=> VRRP Deleted at reload <=";
            });
    return new NotifyActions(
        new Subject(Subject.Kind.GROUP, n.group()),
        n.state().name(),
        occasion(n.state()),
        calls(
            config.flatMap(g -> specific(g.scripts(), n.state())),
            config.flatMap(g -> g.scripts().any()),
            arguments),
        Optional.of(vrrpLine("GROUP", n.group(), n.state().name(), "0")),
        config.filter(g -> g.mail()).map(_ -> new Alert(letter, Optional.of(n.state()), false)));
  }

  private static NotifyActions lowerPriority(MasterReceivedLowerPriority n, Subjects subjects) {
    var script =
        Optional.ofNullable(subjects.instances().get(n.instance()))
            .flatMap(i -> i.notices().masterReceivedLowerPriority());
    String event = "MASTER_RX_LOWER_PRI";
    return new NotifyActions(
        new Subject(Subject.Kind.INSTANCE, n.instance()),
        event,
        Occasion.REMARK,
        calls(script, Optional.empty(), List.of()),
        Optional.of(vrrpLine("INSTANCE", n.instance(), event, Integer.toString(n.priority()))),
        Optional.empty());
  }

  /// Written to FIFOs only, and only with `notify_priority_changes`.
  private static NotifyActions priority(PriorityChanged n, Subjects subjects) {
    boolean wanted =
        Optional.ofNullable(subjects.instances().get(n.instance()))
            .filter(i -> i.notices().priorityChanges())
            .isPresent();
    String event = n.state().name() + "_PRIORITY";
    String line = vrrpLine("INSTANCE", n.instance(), event, Integer.toString(n.priority()));
    return new NotifyActions(
        new Subject(Subject.Kind.INSTANCE, n.instance()),
        event,
        Occasion.REMARK,
        List.of(),
        wanted ? Optional.of(line) : Optional.empty(),
        Optional.empty());
  }

  private static Occasion occasion(State state) {
    return switch (state) {
      case MASTER -> Occasion.MASTER;
      case BACKUP, FAULT, STOP, DELETED -> Occasion.NOT_MASTER;
    };
  }

  private static Optional<Script> specific(NotifyScripts scripts, State state) {
    return switch (state) {
      case MASTER -> scripts.master();
      case BACKUP -> scripts.backup();
      case FAULT -> scripts.fault();
      case STOP -> scripts.stop();
      case DELETED -> Optional.empty();
    };
  }

  private static List<Call> calls(
      Optional<Script> specific, Optional<Script> generic, List<String> arguments) {
    var calls = new ArrayList<Call>(2);
    specific.ifPresent(s -> calls.add(new Call(s, List.of())));
    generic.ifPresent(s -> calls.add(new Call(s, arguments)));
    return calls;
  }

  private static String vrrpLine(String kind, String name, String event, String priority) {
    return kind + " \"" + Printable.masked(name) + "\" " + event + " " + priority + "\n";
  }

  private static String entering(State state) {
    return switch (state) {
      case MASTER, BACKUP, FAULT -> "Entering " + state + " state";
      case STOP -> "Stopping";
      case DELETED -> "Deleted";
    };
  }

  private static String upOrDown(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
