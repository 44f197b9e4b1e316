/// Takeovers that happen in memory only, so that the code of a takeover is compiled before the
/// first real one. Knows the engine, and no kernel: it opens, sends, logs and counts nothing.
package keepalived.vrrp.rehearsal;
