package keepalived.conf;

/// Statements that are possible in a virtual server, for [Variations].
final class ServiceVariations {

  private ServiceVariations() {}

  /// Virtual servers with all combinations of addresses, families, ports and methods.
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
}
