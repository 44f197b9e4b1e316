/// Files and outputs that other users and processes can reach: opened so that other users cannot
/// redirect us, and written so that a slow reader cannot block us. Knows no format.
package keepalived.linux.file;
