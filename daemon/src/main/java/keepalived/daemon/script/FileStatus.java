package keepalived.daemon.script;

/// The result of lstat(2) for a file.
///
/// @param mode all of st_mode
public record FileStatus(int mode, int owner, int group) {

  private static final int FORMAT = 0170000;
  private static final int SYMLINK = 0120000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int FIFO = 0010000;
  private static final int SET_UID = 04000;
  private static final int SET_GID = 02000;
  private static final int STICKY = 01000;

  public boolean isLink() {
    return (mode & FORMAT) == SYMLINK;
  }

  public boolean isFile() {
    return (mode & FORMAT) == REGULAR;
  }

  public boolean isDirectory() {
    return (mode & FORMAT) == DIRECTORY;
  }

  public boolean isFifo() {
    return (mode & FORMAT) == FIFO;
  }

  /// Whether running the file gives its caller root's user or group (set-id bits).
  boolean grantsRoot() {
    return (mode & SET_UID) != 0 && owner == 0 || (mode & SET_GID) != 0 && group == 0;
  }

  boolean isSticky() {
    return (mode & STICKY) != 0;
  }

  boolean isWritableByGroup() {
    return (mode & 0020) != 0;
  }

  boolean isWritableByOthers() {
    return (mode & 0002) != 0;
  }

  /// Whether this account may execute the file by its mode bits; root may when any execute bit is
  /// set.
  boolean isExecutableBy(Account account) {
    if (account.uid() == 0) {
      return (mode & 0111) != 0;
    }
    if (account.uid() == owner) {
      return (mode & 0100) != 0;
    }
    return (mode & (account.isMemberOf(group) ? 0010 : 0001)) != 0;
  }

  /// The permission bits, as chmod takes them.
  public String permissions() {
    return String.format("%04o", mode & 07777);
  }
}
