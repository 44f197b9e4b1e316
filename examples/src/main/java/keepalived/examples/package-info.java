/// Stories: real failovers with configurations that an operator would write, run and printed with
/// times.
package keepalived.examples;
