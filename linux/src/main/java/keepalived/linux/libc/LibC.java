package keepalived.linux.libc;

import java.nio.ByteBuffer;

/// The functions of glibc that this module calls, with their C names and argument order. A buffer
/// argument must be direct; the callee sees the memory from its position on. Size and offset
/// arguments are `long`, like `size_t`.
public interface LibC {

  int socket(int domain, int type, int protocol);

  int bind(int fd, ByteBuffer address, int length);

  int connect(int fd, ByteBuffer address, int length);

  int getsockname(int fd, ByteBuffer address, ByteBuffer length);

  int setsockopt(int fd, int level, int option, ByteBuffer value, int length);

  int getsockopt(int fd, int level, int option, ByteBuffer value, ByteBuffer length);

  long sendto(int fd, ByteBuffer data, long length, int flags, ByteBuffer address, int size);

  long recvfrom(int fd, ByteBuffer data, long length, int flags, ByteBuffer from, ByteBuffer size);

  long sendmsg(int fd, ByteBuffer message, int flags);

  long recvmsg(int fd, ByteBuffer message, int flags);

  int open(String path, int flags, int mode);

  long read(int fd, ByteBuffer data, long length);

  long write(int fd, ByteBuffer data, long length);

  long pwrite(int fd, ByteBuffer data, long length, long offset);

  int close(int fd);

  int pipe2(ByteBuffer pair, int flags);

  int mkfifo(String path, int mode);

  int fcntl(int fd, int command, ByteBuffer argument);

  int ioctl(int fd, long request, ByteBuffer argument);

  int fcntl(int fd, int command, long argument);

  int ftruncate(int fd, long length);

  int fchmod(int fd, int mode);

  int poll(ByteBuffer descriptors, long count, int timeout);

  int getpid();

  int gettid();

  int getuid();

  int geteuid();

  int getgid();

  int getegid();

  int umask(int mask);

  int getpwnam_r(String name, ByteBuffer entry, ByteBuffer text, long size, ByteBuffer found);

  int getpwuid_r(int uid, ByteBuffer entry, ByteBuffer text, long size, ByteBuffer found);

  int getgrnam_r(String name, ByteBuffer entry, ByteBuffer text, long size, ByteBuffer found);

  int getgrgid_r(int gid, ByteBuffer entry, ByteBuffer text, long size, ByteBuffer found);

  int getgrouplist(String user, int group, ByteBuffer groups, ByteBuffer count);

  int kill(int pid, int signal);

  int unshare(int flags);

  int setns(int fd, int type);

  int mount(String source, String target, String type, long flags, String data);

  int prctl(int option, long a, long b, long c, long d);

  int waitid(int type, int id, ByteBuffer info, int options);

  int signalfd(int fd, ByteBuffer mask, int flags);

  int inotify_init1(int flags);

  int inotify_add_watch(int fd, String path, int mask);

  int inotify_rm_watch(int fd, int watch);

  int mlockall(int flags);

  int munlockall();

  int sched_setscheduler(int pid, int policy, ByteBuffer parameters);

  int sched_setaffinity(int pid, long size, ByteBuffer mask);

  int sched_getaffinity(int pid, long size, ByteBuffer mask);

  int getpriority(int which, int who);

  int setpriority(int which, int who, int nice);

  int prlimit(int pid, int resource, ByteBuffer next, ByteBuffer previous);

  long syscall(long number, long a, long b, long c, long d);

  int posix_spawn(
      ByteBuffer pid,
      String path,
      ByteBuffer actions,
      ByteBuffer attributes,
      ByteBuffer arguments,
      ByteBuffer environment);

  int posix_spawnattr_init(ByteBuffer attributes);

  int posix_spawnattr_destroy(ByteBuffer attributes);

  int posix_spawnattr_setflags(ByteBuffer attributes, short flags);

  int posix_spawnattr_setsigmask(ByteBuffer attributes, ByteBuffer mask);

  int posix_spawnattr_setsigdefault(ByteBuffer attributes, ByteBuffer signals);

  int posix_spawn_file_actions_init(ByteBuffer actions);

  int posix_spawn_file_actions_destroy(ByteBuffer actions);

  int posix_spawn_file_actions_addopen(
      ByteBuffer actions, int fd, String path, int flags, int mode);

  int posix_spawn_file_actions_adddup2(ByteBuffer actions, int from, int to);

  int posix_spawn_file_actions_addchdir_np(ByteBuffer actions, String path);

  int posix_spawn_file_actions_addclosefrom_np(ByteBuffer actions, int first);
}
