package keepalived.conf;

/// Statements that are possible in a VRRP instance, for [Variations].
final class InstanceVariations {

  private InstanceVariations() {}

  /// VRRP instances, groups and the blocks they share.
  static Variations instances() {
    return new Variations(
            """
            global_defs {
            <global>
            enable_script_security
            script_user root
            }
            <before>
            vrrp_instance A {
            state <state>
            interface <interface>
            virtual_router_id <vrid>
            priority <priority>
            <version>
            <advert>
            <option>
            <option2>
            <vmac>
            <unicast>
            <authentication>
            <track>
            <notify>
            virtual_ipaddress {
            <addresses>
            }
            <excluded>
            <routes>
            }
            <second>
            <group>
            """)
        .place(
            "global",
            "",
            "vrrp_version 3",
            "vrrp_version 4",
            "vrrp_strict",
            "vrrp_mcast_group4 224.0.0.19",
            "vrrp_mcast_group4 10.0.0.1",
            "vrrp_mcast_group6 fd00::1",
            "default_interface eth99",
            "default_interface eth0",
            "vrrp_garp_master_repeat 0",
            "vrrp_min_garp",
            "vrrp_notify_fifo /tmp/f",
            "dynamic_interfaces",
            "dynamic_interfaces allow_if_changes",
            "dynamic_interfaces x",
            "vrrp_iptables",
            "vrrp_iptables a b c",
            "nftables",
            "vrrp_iptables\nnftables",
            "router_id",
            "router_id a b",
            "notification_email {\n}",
            "notification_email {\na@b\n}\nsmtp_server 127.0.0.1 70000",
            "smtp_alert",
            "max_auto_priority",
            "vrrp_startup_delay 0.0001",
            "vrrp_skip_check_adv_addr x")
        .place(
            "before",
            "",
            "vrrp_instance A {\n"
                + "interface eth1\n"
                + "virtual_router_id 9\n"
                + "virtual_ipaddress {\n"
                + "10.9.0.1\n"
                + "}\n"
                + "}",
            "track_group T {\ngroup {\nA\n}\n}",
            "track_group T {\nA\n}",
            "static_ipaddress {\n10.1.0.1/24 dev eth0\n}",
            "static_ipaddress {\n10.1.0.1/24 dev eth99\n}",
            "static_ipaddress {\n10.1.0.1/24 dev eth0 track_group T\n}",
            "static_routes {\n10.2.0.0/24 dev eth0\n}",
            "static_routes {\n10.2.0.0/24 via 10.0.0.1\n}",
            "static_rules {\nfrom 10.0.0.1 table 5\n}",
            "static_rules {\nfrom 10.0.0.1\n}",
            "garp_group {\ngarp_interval 0.1\ninterface eth0\n}",
            "garp_group {\ngarp_interval 0.1\n}",
            "garp_group {\ngarp_interval 0.1\ninterfaces {\neth0\neth99\n}\n}",
            "linkbeat_interfaces {\neth0\n}",
            "linkbeat_interfaces {\neth99\n}")
        .place("state", "BACKUP", "MASTER", "master", "XX", "")
        .place("interface", "eth0", "eth99", "lo", "", "eth0 eth1", "averyveryverylongname")
        .place("vrid", "1", "0", "256", "255", "-1", "x", "1 2", "0x10")
        .place("priority", "100", "255", "0", "256", "1", "254", "-5", "x", "100 200")
        .place(
            "version",
            "",
            "version 2",
            "version 3",
            "version 4",
            "native_ipv6",
            "version 3\nnative_ipv6")
        .place(
            "advert",
            "",
            "advert_int 0",
            "advert_int 1",
            "advert_int 0.5",
            "advert_int 255",
            "advert_int 256",
            "advert_int 40.95",
            "advert_int 41",
            "advert_int 0.005",
            "advert_int 0.015",
            "advert_int 1.5",
            "advert_int -1",
            "advert_int 0.01")
        .place(
            "option",
            "",
            "nopreempt",
            "preempt_delay 5",
            "preempt_delay 1001",
            "preempt_delay -1",
            "nopreempt\npreempt_delay 5",
            "dont_track_primary",
            "linkbeat_use_polling",
            "debug 5",
            "strict_mode",
            "strict_mode on",
            "strict_mode off",
            "accept",
            "no_accept",
            "garp_master_repeat 0",
            "garp_master_delay 0",
            "garp_lower_prio_delay 5",
            "garp_extra_if all",
            "lower_prio_no_advert",
            "higher_prio_send_advert",
            "promote_secondaries",
            "track_src_ip",
            "lvs_sync_daemon_interface eth0",
            "lvs_sync_daemon_interface eth99",
            "old_unicast_checksum",
            "old_unicast_checksum x",
            "skip_check_adv_addr",
            "down_timer_adverts 1",
            "down_timer_adverts 101",
            "smtp_alert",
            "notify_priority_changes x",
            "mcast_src_ip 10.0.0.1",
            "mcast_src_ip fd00::1",
            "mcast_dst_ip 224.0.0.5",
            "mcast_dst_ip 10.0.0.1",
            "use_ipvlan",
            "vrf eth0",
            "kernel_rx_buf_size 0",
            "timer_expired_backup 5",
            "garp_master_refresh_repeat 0")
        .place(
            "option2",
            "",
            "nopreempt",
            "accept",
            "strict_mode",
            "preempt_delay 5",
            "down_timer_adverts 1",
            "no_accept",
            "mcast_src_ip 10.0.0.1",
            "higher_prio_send_advert",
            "lower_prio_no_advert",
            "promote_secondaries")
        .place(
            "vmac",
            "",
            "use_vmac",
            "use_vmac vrrp.1",
            "use_vmac vrrp.1\nvmac_xmit_base",
            "vmac_xmit_base",
            "use_vmac averyveryverylongname",
            "use_vmac\nuse_vmac",
            "use_vmac vrrp.1 00:00:5e:00:01:01",
            "use_vmac vrrp.1 01:00:5e:00:01:01",
            "use_vmac vrrp.1 02:00:00:00:00:01",
            "use_vmac 02:00:00:00:00:01",
            "use_ipvlan",
            "use_ipvlan 10.0.0.1",
            "use_ipvlan fd00::1",
            "use_vmac\nuse_ipvlan",
            "use_vmac eth1",
            "use_vmac_addr",
            "vmac_addr 02:00:00:00:00:01",
            "use_vmac\nvmac_addr 02:00:00:00:00:01",
            "use_vmac\nvmac_addr 01:00:00:00:00:01")
        .place(
            "unicast",
            "",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}",
            "unicast_peer {\n10.0.0.2\n}",
            "unicast_src_ip 10.0.0.1",
            "unicast_src_ip fd00::1\nunicast_peer {\n10.0.0.2\n}",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\nfd00::2\n}",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\n}",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n10.0.0.2\n}",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2 min_ttl 5 max_ttl 3\n}",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}\nunicast_ttl 256",
            "unicast_ttl 5",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n}\ncheck_unicast_src",
            "check_unicast_src",
            "unicast_fault_no_peer",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.1\n}",
            "unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2\n10.0.0.x\n}")
        .place(
            "authentication",
            "",
            "authentication {\nauth_type PASS\nauth_pass abc\n}",
            "authentication {\nauth_type AH\nauth_pass abc\n}",
            "authentication {\nauth_type PASS\n}",
            "authentication {\nauth_pass abc\n}",
            "authentication {\nauth_type XX\nauth_pass abc\n}",
            "authentication {\n}",
            "authentication {\nauth_type PASS\nauth_pass abcdefghijk\n}",
            "authentication {\nauth_type PASS\nauth_pass abc\nauth_pass def\n}")
        .place(
            "track",
            "",
            "track_interface {\neth1\n}",
            "track_interface {\neth99\n}",
            "track_interface {\neth0\n}",
            "track_interface {\neth1 weight 254\n}",
            "track_interface {\neth1\neth1\n}",
            "track_interface {\neth1 weight\n}",
            "track_interface {\neth1 weight 5 reverse\n}",
            "track_script {\nS\n}",
            "track_script {\nNONE\n}",
            "track_script {\nS\nS\n}",
            "track_script {\nS weight 300\n}",
            "track_script {\nS weight 5 reverse\n}",
            "track_script {\nS x\n}",
            "track_file {\nF\n}",
            "track_file {\nF weight 0\n}",
            "track_file {\nNONE\n}",
            "track_process {\nP\n}",
            "track_process {\nP weight -255\n}",
            "track_bfd {\nB\n}",
            "track_interface {\n}",
            "track_interface {\neth1 weight 5\n}\ntrack_interface {\neth1\n}")
        .place(
            "notify",
            "",
            "notify_master /bin/true",
            "notify_master \"/bin/true x\"",
            "notify_master /bin/true x",
            "notify_master /bin/true root",
            "notify_master /bin/true root root",
            "notify_master /bin/true root root x",
            "notify_master",
            "notify_master \"\"",
            "notify_master /no/such",
            "notify_master /bin/true\nnotify_master /bin/true",
            "notify /bin/true",
            "notify_master /etc/passwd",
            "notify_master /tmp",
            "notify_deleted",
            "notify_deleted fault",
            "notify_deleted x",
            "notify_stop /bin/true",
            "notify_master true",
            "notify_master nosuchprogram")
        .place(
            "addresses",
            "10.0.0.9",
            "10.0.0.9/24",
            "10.0.0.9/33",
            "10.0.0.9 dev eth0",
            "10.0.0.9 dev eth99",
            "10.0.0.9 label eth0:1",
            "10.0.0.9 label averyveryverylonglabel",
            "fd00::9",
            "10.0.0.9\nfd00::9",
            "fe80::9",
            "fd00::9\nfe80::9",
            "fe80::9\nfd00::9",
            "",
            "10.0.0.9\n10.0.0.9",
            "10.0.0.9\n10.0.0.9/24",
            "10.0.0.9 brd 10.0.0.255",
            "10.0.0.9/24 brd +",
            "10.0.0.9/24 brd x",
            "10.0.0.9 scope link",
            "10.0.0.9 scope x",
            "10.0.0.9 peer 10.0.0.8",
            "10.0.0.9 peer 10.0.0.8/24",
            "10.0.0.9/24 peer 10.0.0.8",
            "10.0.0.9 peer fd00::1",
            "10.0.0.9 brd 10.0.0.255 peer 10.0.0.1",
            "10.0.0.9 no_track",
            "10.0.0.9 x",
            "10.0.0.9 dev",
            "10.0.0.300",
            "0.0.0.0",
            "fd00::9 label x",
            "fd00::9 home nodad",
            "10.0.0.9 preferred_lft 0",
            "fd00::9 preferred_lft forever",
            "10.0.0.9 dev eth0 dev eth1",
            "224.0.0.5",
            "127.0.0.1",
            "10.250.0.1",
            "default",
            "10.0.0.9 track_group T")
        .place(
            "excluded",
            "",
            "virtual_ipaddress_excluded {\nfd00::1\n}",
            "virtual_ipaddress_excluded {\n10.0.0.9\n}",
            "virtual_ipaddress_excluded {\n10.0.0.10 dev eth1\n}",
            "virtual_ipaddress_excluded {\n}",
            "virtual_ipaddress {\n10.0.0.11\n}")
        .place(
            "routes",
            "",
            "virtual_routes {\n10.2.0.0/24 dev eth0\n}",
            "virtual_routes {\n10.2.0.0/24 via 10.0.0.1 dev eth0\n}",
            "virtual_routes {\ndefault via 10.0.0.1 dev eth0\n}",
            "virtual_routes {\ndefault via fd00::1 dev eth0\n}",
            "virtual_routes {\n10.2.0.0/24 dev eth99\n}",
            "virtual_routes {\nblackhole 10.2.0.0/24\n}",
            "virtual_routes {\n10.2.0.0/33 dev eth0\n}",
            "virtual_routes {\n10.2.0.0/24 dev eth0 metric x\n}",
            "virtual_routes {\n"
                + "10.2.0.0/24 nexthop via 10.0.0.1 dev eth0 weight 1 nexthop via 10.0.0.2 dev eth0"
                + " weight 256\n"
                + "}",
            "virtual_routes {\n10.2.0.0/24 dev eth0 table 0\n}",
            "virtual_routes {\nsrc 10.0.0.1 10.2.0.0/24 dev eth0\n}",
            "virtual_rules {\nfrom 10.0.0.1 table 5\n}",
            "virtual_rules {\nfrom 10.0.0.1 table 5 preference 5\n}",
            "virtual_rules {\nfrom 10.0.0.1\n}",
            "virtual_rules {\nfrom 10.0.0.1 goto 5\n}",
            "virtual_rules {\nfrom 10.0.0.1 preference 5 goto 3\n}",
            "virtual_rules {\nfrom fd00::1 to 10.0.0.1 table 5\n}",
            "virtual_rules {\niif eth99 table 5\n}",
            "virtual_rules {\nfrom 10.0.0.1 table 5 fwmark 5/x\n}")
        .place(
            "second",
            "",
            "vrrp_instance B {\n"
                + "interface eth0\n"
                + "virtual_router_id <vrid>\n"
                + "virtual_ipaddress {\n"
                + "10.0.0.20\n"
                + "}\n"
                + "}",
            "vrrp_instance B {\n"
                + "interface eth1\n"
                + "virtual_router_id <vrid>\n"
                + "virtual_ipaddress {\n"
                + "10.0.0.20\n"
                + "}\n"
                + "}",
            "vrrp_instance A {\n"
                + "interface eth1\n"
                + "virtual_router_id 2\n"
                + "virtual_ipaddress {\n"
                + "10.0.0.20\n"
                + "}\n"
                + "}",
            "vrrp_instance B {\n"
                + "interface eth0\n"
                + "virtual_router_id 2\n"
                + "virtual_ipaddress {\n"
                + "<addresses>\n"
                + "}\n"
                + "}",
            "vrrp_instance B {\n"
                + "interface eth0\n"
                + "virtual_router_id 1\n"
                + "virtual_ipaddress {\n"
                + "fe80::1\n"
                + "}\n"
                + "}",
            "vrrp_instance B {\n"
                + "interface eth0\n"
                + "virtual_router_id 2\n"
                + "<vmac>\n"
                + "virtual_ipaddress {\n"
                + "10.0.0.20\n"
                + "}\n"
                + "}",
            "vrrp_instance B {\n}",
            "vrrp_instance B {\ninterface eth0\n}",
            "vrrp_instance B {\nvirtual_router_id 2\n}",
            "vrrp_instance",
            "vrrp_instance B C {\ninterface eth0\nvirtual_router_id 2\n}",
            "vrrp_instance B {\n"
                + "interface eth0\n"
                + "virtual_router_id 2\n"
                + "unicast_src_ip 10.0.0.1\n"
                + "unicast_peer {\n"
                + "10.0.0.2\n"
                + "}\n"
                + "virtual_ipaddress {\n"
                + "10.0.0.20\n"
                + "}\n"
                + "}")
        .place(
            "group",
            "",
            "vrrp_sync_group G {\ngroup {\nA\n}\n}",
            "vrrp_sync_group G {\ngroup {\nA\nB\n}\n}",
            "vrrp_sync_group G {\ngroup {\nA\nA\n}\n}",
            "vrrp_sync_group G {\ngroup {\n}\n}",
            "vrrp_sync_group G {\n}",
            "vrrp_sync_group G {\ngroup {\nA\n}\n}\nvrrp_sync_group H {\ngroup {\nA\n}\n}",
            "vrrp_sync_group G {\ngroup {\nA\n}\n}\nvrrp_sync_group G {\ngroup {\nA\n}\n}",
            "vrrp_sync_group G {\ngroup {\nNONE\n}\n}",
            "vrrp_sync_group G {\ngroup {\nA\n}\ngroup {\nA\n}\n}",
            "vrrp_sync_group G {\ngroup {\nA\n}\nglobal_tracking\n}",
            "vrrp_sync_group G {\ngroup {\nA\n}\nsync_group_tracking_weight\n<track>\n}",
            "vrrp_sync_group {\ngroup {\nA\n}\n}",
            "vrrp_sync_group G {\ngroup {\nA\n}\nnotify_master /no/such\nsmtp_alert x\n}",
            "vrrp_sync_group G {\ngroup\nA\n}\n}",
            "vrrp_sync_group G H {\ngroup {\nA\n}\n}",
            "vrrp_sync_group G {\n"
                + "group {\n"
                + "A\n"
                + "B\n"
                + "}\n"
                + "}\n"
                + "vrrp_instance B {\n"
                + "interface eth0\n"
                + "virtual_router_id 2\n"
                + "priority 255\n"
                + "virtual_ipaddress {\n"
                + "10.0.0.20\n"
                + "}\n"
                + "}",
            "vrrp_sync_group G {\n"
                + "group {\n"
                + "A\n"
                + "B\n"
                + "}\n"
                + "<track>\n"
                + "}\n"
                + "vrrp_instance B {\n"
                + "interface eth0\n"
                + "virtual_router_id 2\n"
                + "<track>\n"
                + "virtual_ipaddress {\n"
                + "10.0.0.20\n"
                + "}\n"
                + "}");
  }
}
