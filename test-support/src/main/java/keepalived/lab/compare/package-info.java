/// The comparison with the original: a [keepalived.lab.compare.Story] is played on both programs, a
/// [keepalived.lab.compare.Snapshot] is what one of them left at a stage of it, and `allowed.tsv`
/// lists what may differ, each row with the number of its deviation in docs/deviations.md. It knows
/// no class of the product, and not how a program is started or looked at.
package keepalived.lab.compare;
