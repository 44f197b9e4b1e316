package keepalived.conf;

/// Trackers and the lists that name them, for [Variations].
final class TrackerVariations {

  private TrackerVariations() {}

  /// Scripts, processes, files and sessions, and the instances that track them.
  static Variations trackers() {
    return new Variations(
            """
            global_defs {
            <security>
            <user>
            }
            vrrp_script S {
            <script>
            <script_option>
            }
            <script_again>
            vrrp_track_process P {
            <process>
            <process_option>
            }
            <process_again>
            track_file F {
            <file>
            <file_option>
            }
            <file_again>
            bfd_instance B {
            <bfd>
            <bfd_option>
            }
            <bfd_again>
            vrrp_instance A {
            interface eth0
            virtual_router_id 1
            <state>
            <track>
            virtual_ipaddress {
            10.0.0.9
            }
            }
            virtual_server 10.0.0.1 80 {
            lb_algo rr
            lb_kind NAT
            protocol TCP
            real_server 10.0.0.2 80 {
            <check>
            }
            }
            """)
        .place(
            "security", "enable_script_security", "", "enable_script_security x", "script_security")
        .place(
            "user",
            "script_user root",
            "",
            "script_user nosuch",
            "script_user root nosuch",
            "script_user",
            "script_user root root x",
            "script_user nobody")
        .place(
            "script",
            "script /bin/true",
            "script \"/bin/true x\"",
            "script \"</dev/tcp/127.0.0.1/80\"",
            "script /no/such",
            "script \"\"",
            "script",
            "",
            "script true",
            "script /bin/true x y",
            "script /etc/passwd",
            "script /tmp",
            "script \"/bin/true && /bin/false\"",
            "script /bin/true\nscript /bin/false")
        .place(
            "script_option",
            "",
            "interval 0",
            "interval 0.5",
            "interval 1000000",
            "interval x",
            "timeout 0",
            "timeout 5",
            "timeout 1000000",
            "weight 254",
            "weight 253",
            "weight -254",
            "weight 5 reverse",
            "weight 5 x",
            "rise 0",
            "fall 0",
            "rise 2147483648",
            "fall x",
            "user nosuch",
            "user root root",
            "init_fail",
            "init_fail x",
            "weight 5\nweight 6",
            "interval 1\ninterval 2",
            "rise 1 2")
        .place(
            "script_again",
            "",
            "vrrp_script S {\nscript /bin/true\n}",
            "vrrp_script {\nscript /bin/true\n}",
            "vrrp_script T U {\nscript /bin/true\n}",
            "vrrp_script T {\n}",
            "vrrp_script T")
        .place(
            "process",
            "process nginx",
            "process",
            "process \"\"",
            "process nginx x",
            "",
            "process nginx\nprocess apache",
            "full_command\nprocess nginx",
            "process \"nginx -g x\"",
            "process averyveryverylongname")
        .place(
            "process_option",
            "",
            "quorum 0",
            "quorum 65536",
            "quorum 5\nquorum_max 3",
            "quorum_max 0",
            "quorum_max 65536",
            "weight 254",
            "weight 255",
            "weight 5 reverse",
            "weight",
            "fork_delay 0",
            "fork_delay 3600.1",
            "terminate_delay 1.5",
            "delay 0.0000001",
            "delay x",
            "param_match initial",
            "param_match x",
            "param_match exact 1 2",
            "full_command x")
        .place(
            "process_again",
            "",
            "vrrp_track_process P {\nprocess a\n}",
            "vrrp_track_process {\nprocess a\n}",
            "vrrp_track_process Q {\n}")
        .place(
            "file",
            "file /tmp/cfg-file",
            "file",
            "",
            "file /tmp",
            "file /no/such/file",
            "file \"\"",
            "file relative",
            "file /tmp/a\nfile /tmp/b",
            "file /tmp/a x")
        .place(
            "file_option",
            "",
            "weight 0",
            "weight 254",
            "weight 255",
            "weight 5 reverse",
            "weight",
            "weight x",
            "weight 5 x",
            "init_file",
            "init_file 5",
            "init_file 5 overwrite",
            "init_file x",
            "init_file 2147483648",
            "init_file 300",
            "weight 5\nweight 6",
            "init_file overwrite 5")
        .place(
            "file_again",
            "",
            "track_file F {\nfile /tmp/x\n}",
            "vrrp_track_file F {\nfile /tmp/x\n}",
            "vrrp_track_file G {\nfile /tmp/x\n}",
            "track_file {\nfile /tmp/x\n}",
            "track_file H {\n}")
        .place(
            "bfd",
            "neighbor_ip 10.0.0.7",
            "",
            "neighbor_ip x",
            "neighbor_ip fd00::7",
            "neighbor_ip 10.0.0.7\nneighbor_ip 10.0.0.8",
            "neighbor_ip")
        .place(
            "bfd_option",
            "",
            "source_ip 10.0.0.1",
            "source_ip fd00::1",
            "min_rx 0",
            "min_rx 1001",
            "min_tx 0",
            "idle_tx 50",
            "multiplier 0",
            "multiplier 11",
            "ttl 0",
            "ttl 256",
            "max_hops 300",
            "max_hops 5\nttl 3",
            "weight 254",
            "weight 5 reverse",
            "passive",
            "hoplimit 5",
            "checker\nvrrp",
            "vrrp",
            "checker",
            "passive x",
            "weight")
        .place(
            "bfd_again",
            "",
            "bfd_instance B {\nneighbor_ip 10.0.0.8\n}",
            "bfd_instance C {\nneighbor_ip 10.0.0.7\n}",
            "bfd_instance C D {\nneighbor_ip 10.0.0.8\n}",
            "bfd_instance C {\nneighbor_ip 10.0.0.8\nweight 5\n}",
            "bfd_instance averyveryveryveryveryveryverylongname0123 {\nneighbor_ip 10.0.0.8\n}")
        .place("state", "", "priority 255", "priority 255\nstate MASTER", "nopreempt")
        .place(
            "track",
            "track_script {\nS\n}\ntrack_process {\nP\n}\ntrack_file {\nF\n}\ntrack_bfd {\nB\n}",
            "",
            "track_script {\nS weight 5\n}",
            "track_script {\nS weight 0\n}",
            "track_process {\nP weight 5\n}",
            "track_process {\nP weight 255\n}",
            "track_file {\nF weight 5\n}",
            "track_file {\nF weight 0\n}",
            "track_file {\nF weight 255 reverse\n}",
            "track_bfd {\nB weight 5\n}",
            "track_bfd {\nB weight 254\n}",
            "track_bfd {\nB\nB\n}",
            "track_file {\nF x\n}",
            "track_process {\nP weight x\n}",
            "track_script {\nS reverse\n}")
        .place(
            "check",
            "",
            "BFD_CHECK {\nname B\n}",
            "BFD_CHECK {\nname B\nname B\n}",
            "BFD_CHECK {\nname B\n}\nBFD_CHECK {\nname B\n}",
            "FILE_CHECK {\ntrack_file F\n}",
            "FILE_CHECK {\ntrack_file F\nweight 5\n}",
            "FILE_CHECK {\ntrack_file F\nweight 65536\n}",
            "FILE_CHECK {\ntrack_file F\nweight 5 reverse\n}",
            "FILE_CHECK {\ntrack_file F\nweight 5 x\n}",
            "FILE_CHECK {\ntrack_file NONE\n}",
            "MISC_CHECK {\nmisc_path /bin/true\n}",
            "FILE_CHECK {\ntrack_file F\nweight 2147483648\n}",
            "FILE_CHECK {\nweight 5\n}",
            "FILE_CHECK {\ntrack_file F\n}\nFILE_CHECK {\ntrack_file F\n}");
  }
}
