package keepalived.daemon.notify;

import java.util.HashMap;
import java.util.Map;
import keepalived.core.config.GlobalSettings;
import keepalived.core.notify.VrrpNotification.State;
import keepalived.daemon.mail.Mailer;

/// Decides which alerts are mailed: each state once until it changes, FAULT only where configured,
/// and none without recipients.
final class MailNotifier {

  private final Mailer post;
  private final Map<Subject, State> told = new HashMap<>();
  private GlobalSettings.Mail settings = GlobalSettings.Mail.DEFAULT;

  MailNotifier(Mailer post) {
    this.post = post;
  }

  void reconfigure(GlobalSettings global) {
    settings = global.mail();
    post.reconfigure(global);
  }

  void send(Subject subject, NotifyActions.Alert alert) {
    if (settings.server().isEmpty() || settings.recipients().isEmpty()) {
      return;
    }
    if (alert.aboutCheck() && settings.noCheckerEmails()) {
      return;
    }
    if (alert.once().isPresent()) {
      var state = alert.once().get();
      if (state == State.FAULT && settings.noFaults() || state == told.put(subject, state)) {
        return;
      }
    }
    post.post(subject.part(), alert.letter());
  }
}
