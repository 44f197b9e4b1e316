#!/bin/bash
# An example of a notify script: keeps a record instead of sending mail.

vip=172.16.100.1
record=/etc/keepalived/notify.log

Notify() {
    echo "$(hostname) to be $1: $vip floating" >> $record
}

case "$1" in
    master|backup|fault)
        Notify $1
        exit 0
    ;;
    *)
        echo "Usage: $(basename $0) {master|backup|fault}"
        exit 1
    ;;
esac
