/// The regular expressions of checks: translates PCRE2 to Java's language.
package keepalived.core.regex;
