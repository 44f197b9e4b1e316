/// Machines made of Linux namespaces, the programs that run on them, and the wait for what they do.
/// It knows Linux and the command line of keepalived, and no class of the product.
package keepalived.lab;
