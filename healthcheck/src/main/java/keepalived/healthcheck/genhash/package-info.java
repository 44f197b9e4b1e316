/// The `genhash` command: fetches a page as the HTTP checker does and prints the digest for its
/// `digest` keyword. Options and output are those of the original; unlike it, a failure has exit
/// status 1.
package keepalived.healthcheck.genhash;
