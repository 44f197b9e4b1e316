/// This process and its threads: signals sent to it, its pid file, scheduling, limits, network
/// namespace and users. Knows no other process.
///
/// # How the launcher has to start the JVM
///
/// Signals are read from a signalfd, because a JVM cannot handle real-time signals, does not report
/// the sender, and acts on some signals itself. A signalfd needs the signals blocked in every thread
/// of the process, including those that the JVM starts before any code of ours runs. So the launcher
/// blocks them, and the threads inherit the mask:
///
///     exec env --block-signal=HUP,INT,QUIT,TERM,USR1,USR2,XCPU,36,63 _JAVA_SR_SIGNUM=50 \
///         java -Xrs --enable-native-access=ALL-UNNAMED ...
///
///   - 36 is RTMIN+2 (JSON dump) and 63 is RTMAX-1 (statistics, then clear) of glibc. XCPU belongs to
///     the real-time limit: unless blocked, it ends the JVM.
///   - `-Xrs` keeps HotSpot from unblocking HUP, INT, QUIT and TERM in each thread.
///   - Signals that would end or stop us and that we do not read are ignored by `--ignore-signal`.
///   - `_JAVA_SR_SIGNUM=50` moves HotSpot's suspend signal away from USR2, which HotSpot unblocks in
///     each thread. Signal 50 is unused: glibc uses 32 and 33, the JDK's channels 62.
///
/// Observed with JDK 25 on Linux 6.18: with this line all nine signals arrive, with number and
/// sender. Without `-Xrs`, HUP, INT and TERM are not blocked in the JVM's own threads, nor is USR2
/// without `_JAVA_SR_SIGNUM`; whether they arrive is then chance.
/// [keepalived.linux.process.Signals] checks which signals are blocked in all threads and uses the
/// JVM's handlers for the others, as far as these go.
///
/// `env --block-signal` is in coreutils since 8.31. Children start with no signal blocked: the spawn
/// resets mask and dispositions.
package keepalived.linux.process;
