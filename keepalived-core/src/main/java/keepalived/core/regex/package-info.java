/// The regular expressions of checks: PCRE2 as written in configurations, in Java's own language.
package keepalived.core.regex;
