/// HTTP_GET and SSL_GET: the probe and its parts (request, response, search in the body), log
/// lines, mails and dump. `genhash` uses the probe too.
package keepalived.healthcheck.check.http;
