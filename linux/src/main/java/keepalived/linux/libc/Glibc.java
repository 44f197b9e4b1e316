package keepalived.linux.libc;

import static keepalived.linux.libc.NativeFunction.address;
import static keepalived.linux.libc.NativeFunction.kept;
import static keepalived.linux.libc.NativeFunction.text;

import java.nio.ByteBuffer;

/// [LibC] bound by hand to jffi, the layer below jnr-ffi's interfaces. jnr-ffi builds a proxy class
/// from an interface at run time (annotations, converters for each type); that took more of the
/// time to the first advert than any other library, and slowed down each later call.
final class Glibc extends GlibcPrograms {

  private static final NativeFunction SOCKET = new NativeFunction("socket");
  private static final NativeFunction BIND = new NativeFunction("bind");
  private static final NativeFunction CONNECT = new NativeFunction("connect");
  private static final NativeFunction GETSOCKNAME = new NativeFunction("getsockname");
  private static final NativeFunction SETSOCKOPT = new NativeFunction("setsockopt");
  private static final NativeFunction GETSOCKOPT = new NativeFunction("getsockopt");
  private static final NativeFunction SENDTO = new NativeFunction("sendto");
  private static final NativeFunction RECVFROM = new NativeFunction("recvfrom");
  private static final NativeFunction SENDMSG = new NativeFunction("sendmsg");
  private static final NativeFunction RECVMSG = new NativeFunction("recvmsg");
  private static final NativeFunction OPEN = new NativeFunction("open");
  private static final NativeFunction READ = new NativeFunction("read");
  private static final NativeFunction WRITE = new NativeFunction("write");
  private static final NativeFunction PWRITE = new NativeFunction("pwrite");
  private static final NativeFunction CLOSE = new NativeFunction("close");
  private static final NativeFunction PIPE2 = new NativeFunction("pipe2");
  private static final NativeFunction MKFIFO = new NativeFunction("mkfifo");
  private static final NativeFunction FCNTL = new NativeFunction("fcntl");
  private static final NativeFunction IOCTL = new NativeFunction("ioctl");
  private static final NativeFunction FTRUNCATE = new NativeFunction("ftruncate");
  private static final NativeFunction FCHMOD = new NativeFunction("fchmod");
  private static final NativeFunction POLL = new NativeFunction("poll");
  private static final NativeFunction GETPID = new NativeFunction("getpid");
  private static final NativeFunction GETTID = new NativeFunction("gettid");
  private static final NativeFunction GETUID = new NativeFunction("getuid");
  private static final NativeFunction GETEUID = new NativeFunction("geteuid");
  private static final NativeFunction GETGID = new NativeFunction("getgid");
  private static final NativeFunction GETEGID = new NativeFunction("getegid");
  private static final NativeFunction UMASK = new NativeFunction("umask");
  private static final NativeFunction KILL = new NativeFunction("kill");
  private static final NativeFunction UNSHARE = new NativeFunction("unshare");
  private static final NativeFunction SETNS = new NativeFunction("setns");
  private static final NativeFunction MOUNT = new NativeFunction("mount");
  private static final NativeFunction PRCTL = new NativeFunction("prctl");
  private static final NativeFunction WAITID = new NativeFunction("waitid");
  private static final NativeFunction SIGNALFD = new NativeFunction("signalfd");
  private static final NativeFunction INOTIFY_INIT1 = new NativeFunction("inotify_init1");
  private static final NativeFunction INOTIFY_ADD_WATCH = new NativeFunction("inotify_add_watch");
  private static final NativeFunction INOTIFY_RM_WATCH = new NativeFunction("inotify_rm_watch");
  private static final NativeFunction MLOCKALL = new NativeFunction("mlockall");
  private static final NativeFunction MUNLOCKALL = new NativeFunction("munlockall");
  private static final NativeFunction SCHED_SETSCHEDULER = new NativeFunction("sched_setscheduler");
  private static final NativeFunction SCHED_SETAFFINITY = new NativeFunction("sched_setaffinity");
  private static final NativeFunction SCHED_GETAFFINITY = new NativeFunction("sched_getaffinity");
  private static final NativeFunction GETPRIORITY = new NativeFunction("getpriority");
  private static final NativeFunction SETPRIORITY = new NativeFunction("setpriority");
  private static final NativeFunction PRLIMIT = new NativeFunction("prlimit");
  private static final NativeFunction SYSCALL = new NativeFunction("syscall");

  @Override
  public int socket(int domain, int type, int protocol) {
    return (int) SOCKET.call(domain, type, protocol);
  }

  @Override
  public int bind(int fd, ByteBuffer address, int length) {
    return (int) kept(BIND.call(fd, address(address), length), address);
  }

  @Override
  public int connect(int fd, ByteBuffer address, int length) {
    return (int) kept(CONNECT.call(fd, address(address), length), address);
  }

  @Override
  public int getsockname(int fd, ByteBuffer address, ByteBuffer length) {
    return (int) kept(GETSOCKNAME.call(fd, address(address), address(length)), address, length);
  }

  @Override
  public int setsockopt(int fd, int level, int option, ByteBuffer value, int length) {
    return (int) kept(SETSOCKOPT.call(fd, level, option, address(value), length), value);
  }

  @Override
  public int getsockopt(int fd, int level, int option, ByteBuffer value, ByteBuffer length) {
    return (int)
        kept(GETSOCKOPT.call(fd, level, option, address(value), address(length)), value, length);
  }

  @Override
  public long sendto(
      int fd, ByteBuffer data, long length, int flags, ByteBuffer address, int size) {
    return kept(
        SENDTO.call(fd, address(data), length, flags, address(address), size), data, address);
  }

  @Override
  public long recvfrom(
      int fd, ByteBuffer data, long length, int flags, ByteBuffer from, ByteBuffer size) {
    return kept(
        RECVFROM.call(fd, address(data), length, flags, address(from), address(size)),
        data,
        from,
        size);
  }

  @Override
  public long sendmsg(int fd, ByteBuffer message, int flags) {
    return kept(SENDMSG.call(fd, address(message), flags), message);
  }

  @Override
  public long recvmsg(int fd, ByteBuffer message, int flags) {
    return kept(RECVMSG.call(fd, address(message), flags), message);
  }

  @Override
  public int open(String path, int flags, int mode) {
    var pathText = text(path);
    return (int) kept(OPEN.call(address(pathText), flags, mode), pathText);
  }

  @Override
  public long read(int fd, ByteBuffer data, long length) {
    return kept(READ.call(fd, address(data), length), data);
  }

  @Override
  public long write(int fd, ByteBuffer data, long length) {
    return kept(WRITE.call(fd, address(data), length), data);
  }

  @Override
  public long pwrite(int fd, ByteBuffer data, long length, long offset) {
    return kept(PWRITE.call(fd, address(data), length, offset), data);
  }

  @Override
  public int close(int fd) {
    return (int) CLOSE.call(fd);
  }

  @Override
  public int pipe2(ByteBuffer pair, int flags) {
    return (int) kept(PIPE2.call(address(pair), flags), pair);
  }

  @Override
  public int mkfifo(String path, int mode) {
    var pathText = text(path);
    return (int) kept(MKFIFO.call(address(pathText), mode), pathText);
  }

  @Override
  public int fcntl(int fd, int command, ByteBuffer argument) {
    return (int) kept(FCNTL.call(fd, command, address(argument)), argument);
  }

  @Override
  public int ioctl(int fd, long request, ByteBuffer argument) {
    return (int) kept(IOCTL.call(fd, request, address(argument)), argument);
  }

  @Override
  public int fcntl(int fd, int command, long argument) {
    return (int) FCNTL.call(fd, command, argument);
  }

  @Override
  public int ftruncate(int fd, long length) {
    return (int) FTRUNCATE.call(fd, length);
  }

  @Override
  public int fchmod(int fd, int mode) {
    return (int) FCHMOD.call(fd, mode);
  }

  @Override
  public int poll(ByteBuffer descriptors, long count, int timeout) {
    return (int) kept(POLL.call(address(descriptors), count, timeout), descriptors);
  }

  @Override
  public int getpid() {
    return (int) GETPID.call();
  }

  @Override
  public int gettid() {
    return (int) GETTID.call();
  }

  @Override
  public int getuid() {
    return (int) GETUID.call();
  }

  @Override
  public int geteuid() {
    return (int) GETEUID.call();
  }

  @Override
  public int getgid() {
    return (int) GETGID.call();
  }

  @Override
  public int getegid() {
    return (int) GETEGID.call();
  }

  @Override
  public int umask(int mask) {
    return (int) UMASK.call(mask);
  }

  @Override
  public int kill(int pid, int signal) {
    return (int) KILL.call(pid, signal);
  }

  @Override
  public int unshare(int flags) {
    return (int) UNSHARE.call(flags);
  }

  @Override
  public int setns(int fd, int type) {
    return (int) SETNS.call(fd, type);
  }

  @Override
  public int mount(String source, String target, String type, long flags, String data) {
    var sourceText = text(source);
    var targetText = text(target);
    var typeText = text(type);
    var dataText = text(data);
    return (int)
        kept(
            MOUNT.call(
                address(sourceText),
                address(targetText),
                address(typeText),
                flags,
                address(dataText)),
            sourceText,
            targetText,
            typeText,
            dataText);
  }

  @Override
  public int prctl(int option, long a, long b, long c, long d) {
    return (int) PRCTL.call(option, a, b, c, d);
  }

  @Override
  public int waitid(int type, int id, ByteBuffer info, int options) {
    return (int) kept(WAITID.call(type, id, address(info), options), info);
  }

  @Override
  public int signalfd(int fd, ByteBuffer mask, int flags) {
    return (int) kept(SIGNALFD.call(fd, address(mask), flags), mask);
  }

  @Override
  public int inotify_init1(int flags) {
    return (int) INOTIFY_INIT1.call(flags);
  }

  @Override
  public int inotify_add_watch(int fd, String path, int mask) {
    var pathText = text(path);
    return (int) kept(INOTIFY_ADD_WATCH.call(fd, address(pathText), mask), pathText);
  }

  @Override
  public int inotify_rm_watch(int fd, int watch) {
    return (int) INOTIFY_RM_WATCH.call(fd, watch);
  }

  @Override
  public int mlockall(int flags) {
    return (int) MLOCKALL.call(flags);
  }

  @Override
  public int munlockall() {
    return (int) MUNLOCKALL.call();
  }

  @Override
  public int sched_setscheduler(int pid, int policy, ByteBuffer parameters) {
    return (int) kept(SCHED_SETSCHEDULER.call(pid, policy, address(parameters)), parameters);
  }

  @Override
  public int sched_setaffinity(int pid, long size, ByteBuffer mask) {
    return (int) kept(SCHED_SETAFFINITY.call(pid, size, address(mask)), mask);
  }

  @Override
  public int sched_getaffinity(int pid, long size, ByteBuffer mask) {
    return (int) kept(SCHED_GETAFFINITY.call(pid, size, address(mask)), mask);
  }

  @Override
  public int getpriority(int which, int who) {
    return (int) GETPRIORITY.call(which, who);
  }

  @Override
  public int setpriority(int which, int who, int nice) {
    return (int) SETPRIORITY.call(which, who, nice);
  }

  @Override
  public int prlimit(int pid, int resource, ByteBuffer next, ByteBuffer previous) {
    return (int)
        kept(PRLIMIT.call(pid, resource, address(next), address(previous)), next, previous);
  }

  @Override
  public long syscall(long number, long a, long b, long c, long d) {
    return SYSCALL.call(number, a, b, c, d);
  }
}
