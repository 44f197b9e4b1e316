/// The parts of one checker ([CheckType]) and the texts that all checkers share. Each protocol has
/// its own package below this one, with its probe, log lines, mails and its part of the dump. Must
/// not know the protocols, virtual servers or IPVS.
package keepalived.healthcheck.check;
