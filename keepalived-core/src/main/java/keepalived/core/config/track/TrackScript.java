package keepalived.core.config.track;

import java.time.Duration;
import keepalived.core.config.script.Script;

/// A health script (`vrrp_script`).
///
/// @param interval from one start to the next
/// @param timeout run time after which it counts as failed
/// @param rise successes needed to go up
/// @param fall failures needed to go down
/// @param startsFailed `init_fail`
public record TrackScript(
    String name,
    Script script,
    Duration interval,
    Duration timeout,
    int weight,
    boolean reverse,
    int rise,
    int fall,
    boolean startsFailed) {}
