/// Named pipes, opened so that writing to one never waits. Knows no reader and no format.
package keepalived.linux.pipe;
