/// Changes of state and their causes, as values: which one cause a step has. Decides nothing.
package keepalived.vrrp.transition;
