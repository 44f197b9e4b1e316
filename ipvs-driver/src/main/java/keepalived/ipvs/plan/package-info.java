/// Computes the commands that turn the actual table into the desired one, in an order that never
/// leaves a live service without a destination. Pure; a driver executes the commands.
package keepalived.ipvs.plan;
