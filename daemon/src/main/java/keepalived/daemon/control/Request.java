package keepalived.daemon.control;

import java.util.List;
import java.util.Map;

/// A request for one resource.
///
/// @param path decoded, without the query
/// @param query decoded parameters, each with its values
/// @param accept the header of that name; empty when absent
record Request(String path, Map<String, List<String>> query, String accept) {}
