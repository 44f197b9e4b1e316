/// Stories: real failovers, run and told with times, from configurations an operator would write.
package keepalived.examples;
