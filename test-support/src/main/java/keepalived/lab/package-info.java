/// Machines made of Linux namespaces, the programs that run on them, and waits for their effects.
/// Knows Linux and keepalived's command line; must not know classes of the product.
package keepalived.lab;
