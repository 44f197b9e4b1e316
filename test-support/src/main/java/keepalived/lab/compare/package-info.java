/// The comparison with the original: both programs play a [keepalived.lab.compare.Story], a
/// [keepalived.lab.compare.Snapshot] is the state that one of them left at a stage, and
/// `allowed.tsv` lists the allowed differences, each row with the number of its deviation in
/// docs/deviations.md. Must not know classes of the product, or how programs are started and
/// observed.
package keepalived.lab.compare;
