package keepalived.linux.netlink;

import java.util.List;

/// What one reading of a table of the kernel has found.
///
/// @param whole false where the table changed while it was read: an entry may be missing although
///   it was there all the time, and one that is here may be gone again
/// @param unreadable how many entries are left out because we cannot read them
public record Dump<T>(List<T> entries, boolean whole, int unreadable) {}
