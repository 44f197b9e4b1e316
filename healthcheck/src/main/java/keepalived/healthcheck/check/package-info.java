/// What one checker consists of ([CheckType]), and the texts that all checkers share. Each protocol
/// has a package of its own below this one, with its probe, its log lines, its mails and its part
/// of the dump. Must not know the protocols, virtual servers or IPVS.
package keepalived.healthcheck.check;
