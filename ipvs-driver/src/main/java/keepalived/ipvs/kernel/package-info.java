/// The IPVS table in the Linux kernel, over generic netlink (family `IPVS`): the numbers, the codec
/// between attributes and values (pure, over byte buffers), the driver, and the loading of the
/// module.
package keepalived.ipvs.kernel;
