/// The names of configuration fields in the file, and the effect of a change. Each record of
/// `keepalived.core.config` has one list here; code that compares configurations (`plan`, the check
/// of a cluster, a reload) uses these lists and has none of its own. Knows no parser and no engine.
package keepalived.core.config.field;
