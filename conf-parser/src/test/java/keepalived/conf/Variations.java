package keepalived.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Files that say everything right but for a few places: a template with places in it, and for each
/// place what may stand there, the right thing first. What two statements mean together is found
/// here rather than by spoiling single lines.
final class Variations {

  private record Place(String name, List<String> choices) {}

  private final String template;
  private final List<Place> places = new ArrayList<>();

  private Variations(String template) {
    this.template = template;
  }

  private Variations place(String name, String... choices) {
    places.add(new Place("<" + name + ">", List.of(choices)));
    return this;
  }

  /// A file in which up to `edits` places hold something other than the right thing.
  String next(int edits, RandomGenerator random) {
    String text = template;
    var changed = new ArrayList<Integer>();
    for (int i = 1 + random.nextInt(edits); i > 0; i--) {
      changed.add(random.nextInt(places.size()));
    }
    // Two rounds: what is chosen may hold places.
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < places.size(); i++) {
        var choices = places.get(i).choices();
        int which = changed.contains(i) ? random.nextInt(choices.size()) : 0;
        text = text.replace(places.get(i).name(), choices.get(which));
      }
    }
    return text;
  }

  static List<Variations> all() {
    return List.of(services(), instances(), trackers());
  }

  /// Virtual servers: kinds of address, families, ports and methods in all combinations.
  static Variations services() {
    return new Variations(
            """
            global_defs {
            <global>
            enable_script_security
            script_user root
            }
            virtual_server_group G {
            <group>
            }
            virtual_server <service> {
            <family>
            <scheduler>
            <method>
            <protocol>
            <option>
            <option2>
            <quorum>
            <sorry>
            real_server <server> {
            <server_option>
            <check>
            }
            <second>
            }
            <again>
            """)
        .place(
            "global",
            "",
            "smtp_alert",
            "lvs_flush",
            "rs_init_notifies",
            "lvs_flush_on_stop",
            "lvs_flush_on_stop VS",
            "lvs_flush_on_stop vs",
            "lvs_flush_on_stop | VS",
            "lvs_flush_on_stop VS x",
            "lvs_flush x",
            "checker_log_all_failures",
            "lvs_notify_fifo /tmp/f1",
            "notify_fifo /tmp/f1\nlvs_notify_fifo /tmp/f1",
            "lvs_timeouts tcp 0",
            "lvs_timeouts tcp 10 tcpfin 20 udp 30",
            "lvs_timeouts",
            "lvs_sync_daemon eth0",
            "lvs_sync_daemon eth0 NOSUCH",
            "lvs_sync_daemon eth0 id 256",
            "lvs_sync_daemon eth99 id 1")
        .place(
            "group",
            "10.0.0.1 80",
            "fd00::1 80",
            "10.0.0.1 80\nfd00::1 80",
            "fwmark 20",
            "fwmark 20 inet",
            "fwmark 20 inet6",
            "10.0.0.1 80\nfwmark 20",
            "fd00::1 80\nfwmark 20",
            "10.0.0.1 80\nfd00::1 80\nfwmark 20",
            "10.0.0.1 80\nfd00::1 80\nfwmark 20 inet6",
            "10.0.0.1 80\nfwmark 20 inet6",
            "fwmark 20 inet\nfwmark 21 inet6",
            "fwmark 20\nfwmark 21 inet6",
            "fwmark 20\nfwmark 20",
            "10.0.0.1 80\n10.0.0.1 80",
            "10.0.0.1 80\n10.0.0.2 443",
            "10.0.0.1",
            "10.0.0.1 0",
            "10.0.0.1 80\n10.0.0.2",
            "10.0.0.1-9 80",
            "10.0.0.9-1 80",
            "10.0.0.1-1 80",
            "10.0.0.0/30 80",
            "10.0.0.1/30 80",
            "10.0.0.1/32 80",
            "10.0.0.1/0 80",
            "fd00::1-ffff 80",
            "fd00::/120 80",
            "",
            "fwmark 0",
            "fwmark 4294967296",
            "10.0.0.1 65536",
            "10.0.0.1 http",
            "0.0.0.0 80",
            "10.0.0.1-10.0.0.5 80",
            "10.0.0.1-fd00::1 80",
            "fwmark",
            "fwmark 20 inet7",
            "fwmark 20 inet x",
            "10.0.0.1 80 x")
        .place(
            "service",
            "10.0.0.1 80",
            "group G",
            "group G",
            "group G",
            "group G",
            "group NONE",
            "fwmark 5",
            "fwmark 0",
            "fwmark 5",
            "fd00::1 80",
            "10.0.0.1",
            "10.0.0.1 0",
            "fd00::1",
            "0.0.0.0 80",
            "fwmark 4294967296",
            "10.0.0.1 65536",
            "10.0.0.1 80 x",
            "group G x",
            "fwmark 5 inet6",
            "10.0.0.1-9 80",
            "10.0.0.1/32 80")
        .place("family", "", "ip_family inet", "ip_family inet6", "ip_family inet7")
        .place(
            "scheduler",
            "lb_algo rr",
            "",
            "lb_algo sh\nsh-fallback",
            "lb_algo sh\nsh-port",
            "lb_algo mh\nmh-port",
            "lb_algo mh\nsh-port",
            "sh-fallback",
            "lb_algo rr\nflag-1",
            "lb_algo xx",
            "lb_algo RR",
            "lb_algo rr\nlb_algo wrr",
            "lb_algo sh\nflag-1\nflag-2",
            "lb_algo rr x")
        .place(
            "method",
            "lb_kind NAT",
            "lb_kind DR",
            "lb_kind TUN",
            "",
            "lb_kind TUN type ipip",
            "lb_kind TUN type gue port 5000",
            "lb_kind TUN type gue",
            "lb_kind TUN type gre csum",
            "lb_kind TUN type ipip csum",
            "lb_kind TUN type gue port 0",
            "lb_kind TUN type gue port 65536",
            "lb_kind TUN type gue port 50 remcsum",
            "lb_kind TUN type gue remcsum port 50",
            "lb_kind TUN type gre remcsum",
            "lb_kind TUN type gue port 5 nocsum",
            "lb_kind TUN type x",
            "lb_kind NAT type ipip",
            "lb_kind nat",
            "lb_kind DR\nlb_kind NAT",
            "lb_kind TUN type",
            "lb_kind TUN gue")
        .place(
            "protocol",
            "protocol TCP",
            "protocol UDP",
            "protocol SCTP",
            "",
            "protocol tcp",
            "protocol ICMP",
            "protocol TCP\nprotocol UDP")
        .place(
            "option",
            "",
            "ops",
            "persistence_timeout 50",
            "persistence_timeout",
            "persistence_timeout 0",
            "persistence_timeout 2678401",
            "persistence_granularity 255.255.255.0",
            "persistence_granularity 24",
            "persistence_granularity 129",
            "persistence_engine sip",
            "ha_suspend",
            "alpha",
            "omega",
            "virtualhost",
            "virtualhost a b",
            "weight 0",
            "weight 65536",
            "smtp_alert x",
            "snmp_name",
            "delay_loop 0",
            "delay_loop 0.0000001",
            "retry 0",
            "connect_timeout 0",
            "delay_before_retry 0",
            "warmup 0",
            "inhibit_on_failure x",
            "snmp_name a b",
            "smtp_alert")
        .place(
            "option2",
            "",
            "ha_suspend",
            "ops",
            "persistence_timeout 50",
            "alpha",
            "inhibit_on_failure",
            "omega")
        .place(
            "quorum",
            "",
            "quorum 2",
            "quorum 0",
            "quorum 1\nhysteresis 1",
            "quorum 2\nhysteresis 2",
            "hysteresis 5",
            "quorum 100000000000",
            "quorum 1000\nhysteresis 999",
            "hysteresis 4294967296",
            "quorum_up /bin/true",
            "quorum_up /no/such",
            "quorum_up \"/bin/true\" nosuch",
            "quorum_up /bin/true\nquorum_up /bin/true",
            "quorum 3\nhysteresis 2",
            "quorum -1")
        .place(
            "sorry",
            "",
            "sorry_server 10.0.0.9 80",
            "sorry_server 10.0.0.9",
            "sorry_server 10.0.0.9 0",
            "sorry_server 10.0.0.9 81",
            "sorry_server fd00::9 80",
            "sorry_server <server>",
            "sorry_server <server>\nsorry_server_inhibit",
            "sorry_server <server>\nsorry_server_lvs_method DR",
            "sorry_server 10.0.0.9 80\nsorry_server_lvs_method DR",
            "sorry_server 10.0.0.9 81\nsorry_server_lvs_method TUN",
            "sorry_server 10.0.0.9 80\nsorry_server_lvs_method XX",
            "sorry_server_inhibit",
            "sorry_server_lvs_method DR",
            "sorry_server 10.0.0.9 80\nsorry_server 10.0.0.8 80",
            "sorry_server",
            "sorry_server 10.0.0.9 65536",
            "sorry_server 10.0.0.9/32 80",
            "sorry_server 10.0.0.9 80 x",
            "sorry_server 10.0.0.9 80\nsorry_server_inhibit x")
        .place(
            "server",
            "10.0.0.3 80",
            "10.0.0.3",
            "10.0.0.3 0",
            "10.0.0.3 81",
            "fd00::3 80",
            "fd00::3",
            "10.0.0.3 65536",
            "10.0.0.3 80 x",
            "10.0.0.1 80",
            "10.0.0.3/32 80",
            "0.0.0.0 80",
            "10.0.0.3-4 80",
            "host 80")
        .place(
            "server_option",
            "",
            "weight 0",
            "weight 65535",
            "weight 65536",
            "weight -1",
            "weight",
            "lvs_method DR",
            "lvs_method TUN",
            "lvs_method XX",
            "inhibit_on_failure",
            "inhibit_on_failure 1",
            "uthreshold 5\nlthreshold 9",
            "uthreshold 0",
            "lthreshold 9",
            "uthreshold 4294967296",
            "alpha",
            "notify_up /bin/true",
            "notify_up",
            "notify_up /no/such",
            "virtualhost",
            "smtp_alert x",
            "snmp_name",
            "delay_loop 0")
        .place(
            "check",
            "",
            "TCP_CHECK {\n}",
            "TCP_CHECK {\n}\nTCP_CHECK {\n}",
            "HTTP_GET {\n}",
            "HTTP_GET {\nurl {\n}\n}",
            "HTTP_GET {\nurl {\npath /\n}\n}",
            "HTTP_GET {\nurl {\npath /\nstatus_code 99\n}\n}",
            "HTTP_GET {\nurl {\npath /\nstatus_code 200-100\n}\n}",
            "HTTP_GET {\nurl {\npath /\ndigest x\n}\n}",
            "HTTP_GET {\n"
                + "url {\n"
                + "path /\n"
                + "digest 0123456789abcdef0123456789abcdef\n"
                + "digest 0123456789abcdef0123456789abcdef\n"
                + "}\n"
                + "}",
            "HTTP_GET {\nurl {\npath /\nregex (\n}\n}",
            "HTTP_GET {\nurl {\npath /\nregex_options caseless x\nregex a\n}\n}",
            "HTTP_GET {\nurl {\npath /\nregex a\nregex_min_offset 5\nregex_max_offset 3\n}\n}",
            "HTTP_GET {\nurl {\npath /\nregex_no_match a\n}\n}",
            "HTTP_GET {\nurl {\npath /\nregex_stack 0 5\n}\n}",
            "HTTP_GET {\nhttp_protocol 1.2\nurl {\npath /\n}\n}",
            "HTTP_GET {\nhttp_protocol 1.1C\nurl {\npath /\n}\n}",
            "SSL_GET {\nenable_sni\nurl {\npath /\n}\n}",
            "MISC_CHECK {\n}",
            "MISC_CHECK {\nmisc_path /bin/true\n}",
            "MISC_CHECK {\nmisc_path /no/such\n}",
            "MISC_CHECK {\nmisc_path \"/bin/true 1\"\nmisc_timeout 0\nmisc_dynamic\n}",
            "MISC_CHECK {\nmisc_path /bin/true\nuser nosuch\n}",
            "SMTP_CHECK {\n}",
            "SMTP_CHECK {\nhost {\n}\n}",
            "SMTP_CHECK {\nhelo_name\n}",
            "DNS_CHECK {\n}",
            "DNS_CHECK {\ntype X\n}",
            "DNS_CHECK {\nname a..b\n}",
            "UDP_CHECK {\n}",
            "UDP_CHECK {\npayload xx\n}",
            "UDP_CHECK {\nrequire_reply 0x\n}",
            "UDP_CHECK {\nmin_reply_length 5\nmax_reply_length 3\n}",
            "UDP_CHECK {\nmin_reply_length 65536\n}",
            "PING_CHECK {\n}",
            "BFD_CHECK {\n}",
            "BFD_CHECK {\nname x\n}",
            "FILE_CHECK {\n}",
            "FILE_CHECK {\ntrack_file x\n}",
            "TCP_CHECK {\nconnect_ip fd00::1\n}",
            "TCP_CHECK {\nconnect_ip fe80::1\n}",
            "TCP_CHECK {\nconnect_ip fe80::1\nbind_if eth0\n}",
            "TCP_CHECK {\nbindto fd00::1\n}",
            "TCP_CHECK {\nconnect_ip 10.0.0.3\nbindto fd00::1\n}",
            "TCP_CHECK {\nconnect_port 0\n}",
            "TCP_CHECK {\nbind_port 65536\n}",
            "TCP_CHECK {\nbind_if eth99\n}",
            "TCP_CHECK {\nfwmark -1\n}",
            "TCP_CHECK {\nretry 0\n}",
            "TCP_CHECK {\nretry 4294967296\n}",
            "TCP_CHECK {\nalpha x\n}",
            "TCP_CHECK {\nwarmup 0\n}",
            "XXX_CHECK {\n}",
            "TCP_CHECK",
            "TCP_CHECK {\nnb_get_retry 3\n}",
            "HTTP_GET {\nnb_get_retry 3\nurl {\npath /\n}\n}")
        .place(
            "second",
            "",
            "real_server <server> {\n}",
            "real_server <server> {\nweight 5\n}",
            "real_server fd00::3 80 {\n}",
            "real_server 10.0.0.4 81 {\nlvs_method DR\n}",
            "real_server 10.0.0.4 80 {\nweight 0\n}",
            "real_server 10.0.0.4 80")
        .place(
            "again",
            "",
            "virtual_server <service> {\n"
                + "lb_algo wrr\n"
                + "lb_kind DR\n"
                + "protocol TCP\n"
                + "real_server 10.0.0.4 80 {\n"
                + "}\n"
                + "}",
            "virtual_server <service> {\n"
                + "<scheduler>\n"
                + "<method>\n"
                + "<protocol>\n"
                + "real_server <server> {\n"
                + "}\n"
                + "}",
            "virtual_server_group G {\n10.0.0.77 80\n}",
            "virtual_server_group UNUSED {\n<group>\n}",
            "virtual_server 10.0.0.5 80 {\n}",
            "virtual_server 10.0.0.5 80 {\nreal_server 10.0.0.6 {\n}\n}",
            "virtual_server_group EMPTY {\n}",
            "virtual_server group EMPTY {\n"
                + "real_server 10.0.0.6 80 {\n"
                + "}\n"
                + "}\n"
                + "virtual_server_group EMPTY {\n"
                + "}",
            "virtual_server group L {\n"
                + "<scheduler>\n"
                + "<method>\n"
                + "<protocol>\n"
                + "real_server 10.0.0.6 80 {\n"
                + "}\n"
                + "}\n"
                + "virtual_server_group L {\n"
                + "<group>\n"
                + "}",
            "virtual_server_group {\n}",
            "SSL {\n}",
            "virtual_server 10.0.0.1 443 {\n"
                + "lb_algo rr\n"
                + "lb_kind NAT\n"
                + "protocol TCP\n"
                + "real_server 10.0.0.4 80 {\n"
                + "}\n"
                + "}");
  }

  /// VRRP instances, groups and what they share.
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

  /// Scripts, processes, files and sessions, and those who track them.
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
