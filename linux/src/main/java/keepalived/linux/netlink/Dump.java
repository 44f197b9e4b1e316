package keepalived.linux.netlink;

import java.util.List;

/// The result of reading one kernel table.
///
/// @param whole false when the table changed during the reading: entries that existed all the time
///   may be missing, and entries here may be gone already
/// @param unreadable how many entries are left out because they could not be decoded
public record Dump<T>(List<T> entries, boolean whole, int unreadable) {}
