/// From the table there is to the table there should be: the commands in between, as values, in an
/// order that never leaves a live service without a destination. Pure; what carries the commands
/// out is a driver.
package keepalived.ipvs.plan;
