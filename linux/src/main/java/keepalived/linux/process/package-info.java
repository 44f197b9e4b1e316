/// This process and its threads: signals sent to it, its pid file, scheduling, limits, network
/// namespace and users. Knows no other process.
///
/// # How the launcher has to start the JVM
///
/// Signals are read from a signalfd, because a JVM cannot give real-time signals a handler, does not
/// say who sent one, and would act on some itself. That needs them blocked in every thread of the
/// process, also in those that the JVM makes before any code of ours runs, so the launcher blocks
/// them and the threads inherit it:
///
///     exec env --block-signal=HUP,INT,QUIT,TERM,USR1,USR2,XCPU,36,63 _JAVA_SR_SIGNUM=50 \
///         java -Xrs --enable-native-access=ALL-UNNAMED ...
///
///   - 36 is RTMIN+2 (JSON dump) and 63 is RTMAX-1 (statistics, then clear) of glibc. XCPU belongs to
///     the real-time limit: not blocked, it would end the JVM.
///   - `-Xrs` keeps HotSpot from unblocking HUP, INT, QUIT and TERM in each thread.
///   - Signals that would end or stop us and that we do not read are ignored by `--ignore-signal`.
///   - `_JAVA_SR_SIGNUM=50` moves HotSpot's suspend signal away from USR2, which HotSpot unblocks in
///     each thread. 50 is used by nothing: glibc has 32 and 33, the JDK's channels 62.
///
/// Observed with JDK 25 on Linux 6.18: with this line all nine signals arrive, with number and
/// sender; without `-Xrs` HUP, INT, TERM and without `_JAVA_SR_SIGNUM` USR2 are open in the JVM's own
/// threads and arrive by luck. [keepalived.linux.process.Signals] looks which are blocked in all
/// threads and falls back to the JVM's handlers for the rest, as far as they go.
///
/// `env --block-signal` is in coreutils since 8.31. Children get no blocked signal from us: the spawn
/// resets mask and dispositions.
package keepalived.linux.process;
