/// What the fields of a configuration are called in the file, and what a change of one means. Each
/// record of `keepalived.core.config` has one list here; whoever compares configurations (`plan`,
/// the check of a cluster, a reload) goes over these lists and keeps none of its own. Knows no
/// parser and no engine.
package keepalived.core.config.field;
