/// HTTP_GET and SSL_GET: the probe and what it needs (request, answer, search in the body), log
/// lines, mails and dump. `genhash` uses the probe too.
package keepalived.healthcheck.check.http;
