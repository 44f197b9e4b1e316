package keepalived.linux.libc;

import static keepalived.linux.libc.NativeFunction.address;
import static keepalived.linux.libc.NativeFunction.kept;
import static keepalived.linux.libc.NativeFunction.text;

import java.nio.ByteBuffer;

/// The functions that start programs and look up users and groups: the posix_spawn family,
/// getpwnam_r and others. [Glibc] has the rest of [LibC].
abstract class GlibcPrograms implements LibC {

  private static final NativeFunction GETPWNAM_R = new NativeFunction("getpwnam_r");
  private static final NativeFunction GETPWUID_R = new NativeFunction("getpwuid_r");
  private static final NativeFunction GETGRNAM_R = new NativeFunction("getgrnam_r");
  private static final NativeFunction GETGRGID_R = new NativeFunction("getgrgid_r");
  private static final NativeFunction GETGROUPLIST = new NativeFunction("getgrouplist");
  private static final NativeFunction POSIX_SPAWN = new NativeFunction("posix_spawn");
  private static final NativeFunction POSIX_SPAWNATTR_INIT =
      new NativeFunction("posix_spawnattr_init");
  private static final NativeFunction POSIX_SPAWNATTR_DESTROY =
      new NativeFunction("posix_spawnattr_destroy");
  private static final NativeFunction POSIX_SPAWNATTR_SETFLAGS =
      new NativeFunction("posix_spawnattr_setflags");
  private static final NativeFunction POSIX_SPAWNATTR_SETSIGMASK =
      new NativeFunction("posix_spawnattr_setsigmask");
  private static final NativeFunction POSIX_SPAWNATTR_SETSIGDEFAULT =
      new NativeFunction("posix_spawnattr_setsigdefault");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_INIT =
      new NativeFunction("posix_spawn_file_actions_init");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_DESTROY =
      new NativeFunction("posix_spawn_file_actions_destroy");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDOPEN =
      new NativeFunction("posix_spawn_file_actions_addopen");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDDUP2 =
      new NativeFunction("posix_spawn_file_actions_adddup2");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP =
      new NativeFunction("posix_spawn_file_actions_addchdir_np");
  private static final NativeFunction POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP =
      new NativeFunction("posix_spawn_file_actions_addclosefrom_np");

  @Override
  public int getpwnam_r(
      String name, ByteBuffer entry, ByteBuffer text, long size, ByteBuffer found) {
    var nameText = text(name);
    return (int)
        kept(
            GETPWNAM_R.call(address(nameText), address(entry), address(text), size, address(found)),
            nameText,
            entry,
            text,
            found);
  }

  @Override
  public int getpwuid_r(int uid, ByteBuffer entry, ByteBuffer text, long size, ByteBuffer found) {
    return (int)
        kept(
            GETPWUID_R.call(uid, address(entry), address(text), size, address(found)),
            entry,
            text,
            found);
  }

  @Override
  public int getgrnam_r(
      String name, ByteBuffer entry, ByteBuffer text, long size, ByteBuffer found) {
    var nameText = text(name);
    return (int)
        kept(
            GETGRNAM_R.call(address(nameText), address(entry), address(text), size, address(found)),
            nameText,
            entry,
            text,
            found);
  }

  @Override
  public int getgrgid_r(int gid, ByteBuffer entry, ByteBuffer text, long size, ByteBuffer found) {
    return (int)
        kept(
            GETGRGID_R.call(gid, address(entry), address(text), size, address(found)),
            entry,
            text,
            found);
  }

  @Override
  public int getgrouplist(String user, int group, ByteBuffer groups, ByteBuffer count) {
    var userText = text(user);
    return (int)
        kept(
            GETGROUPLIST.call(address(userText), group, address(groups), address(count)),
            userText,
            groups,
            count);
  }

  @Override
  public int posix_spawn(
      ByteBuffer pid,
      String path,
      ByteBuffer actions,
      ByteBuffer attributes,
      ByteBuffer arguments,
      ByteBuffer environment) {
    var pathText = text(path);
    return (int)
        kept(
            POSIX_SPAWN.call(
                address(pid),
                address(pathText),
                address(actions),
                address(attributes),
                address(arguments),
                address(environment)),
            pid,
            pathText,
            actions,
            attributes,
            arguments,
            environment);
  }

  @Override
  public int posix_spawnattr_init(ByteBuffer attributes) {
    return (int) kept(POSIX_SPAWNATTR_INIT.call(address(attributes)), attributes);
  }

  @Override
  public int posix_spawnattr_destroy(ByteBuffer attributes) {
    return (int) kept(POSIX_SPAWNATTR_DESTROY.call(address(attributes)), attributes);
  }

  @Override
  public int posix_spawnattr_setflags(ByteBuffer attributes, short flags) {
    return (int) kept(POSIX_SPAWNATTR_SETFLAGS.call(address(attributes), flags), attributes);
  }

  @Override
  public int posix_spawnattr_setsigmask(ByteBuffer attributes, ByteBuffer mask) {
    return (int)
        kept(POSIX_SPAWNATTR_SETSIGMASK.call(address(attributes), address(mask)), attributes, mask);
  }

  @Override
  public int posix_spawnattr_setsigdefault(ByteBuffer attributes, ByteBuffer signals) {
    return (int)
        kept(
            POSIX_SPAWNATTR_SETSIGDEFAULT.call(address(attributes), address(signals)),
            attributes,
            signals);
  }

  @Override
  public int posix_spawn_file_actions_init(ByteBuffer actions) {
    return (int) kept(POSIX_SPAWN_FILE_ACTIONS_INIT.call(address(actions)), actions);
  }

  @Override
  public int posix_spawn_file_actions_destroy(ByteBuffer actions) {
    return (int) kept(POSIX_SPAWN_FILE_ACTIONS_DESTROY.call(address(actions)), actions);
  }

  @Override
  public int posix_spawn_file_actions_addopen(
      ByteBuffer actions, int fd, String path, int flags, int mode) {
    var pathText = text(path);
    return (int)
        kept(
            POSIX_SPAWN_FILE_ACTIONS_ADDOPEN.call(
                address(actions), fd, address(pathText), flags, mode),
            actions,
            pathText);
  }

  @Override
  public int posix_spawn_file_actions_adddup2(ByteBuffer actions, int from, int to) {
    return (int) kept(POSIX_SPAWN_FILE_ACTIONS_ADDDUP2.call(address(actions), from, to), actions);
  }

  @Override
  public int posix_spawn_file_actions_addchdir_np(ByteBuffer actions, String path) {
    var pathText = text(path);
    return (int)
        kept(
            POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP.call(address(actions), address(pathText)),
            actions,
            pathText);
  }

  @Override
  public int posix_spawn_file_actions_addclosefrom_np(ByteBuffer actions, int first) {
    return (int)
        kept(POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP.call(address(actions), first), actions);
  }
}
