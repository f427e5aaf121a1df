#!/usr/bin/env bats
# Where alerts go: files that are rotated, deleted or cannot be written, log services that stop and come back.
load lib

seen() { cat "$@" 2>/dev/null | jq -r 'select(.event.dataset == "tallyd.finding") | .file.name' | sort -n | uniq -c |
    awk '{ print $2 ":" $1 }' | tr '\n' ' '; }

@test "rotated with and without a signal: every alert once, in order" {
    configure; start_daemon
    for i in 1 2 3 4; do
        drop "$i" "第$i个标记。"
        wait_for has_event_of finding "$i"
        mv "$T/alerts.jsonl" "$T/alerts.jsonl.$i"
        [ $((i % 2)) = 0 ] || kill -HUP "$DAEMON"
    done
    drop 5 最后一个标记。
    wait_for has_event_of finding 5
    [ "$(seen "$T"/alerts.jsonl.? "$T/alerts.jsonl")" = "1:1 2:1 3:1 4:1 5:1 " ]
}

@test "by logrotate itself" {
    command -v logrotate >/dev/null || skip "logrotate is not installed"
    configure; start_daemon
    printf '%s {\n rotate 3\n missingok\n postrotate\n  kill -HUP %s\n endscript\n}\n' "$T/alerts.jsonl" "$DAEMON" >"$T/rotate.conf"
    chmod 644 "$T/rotate.conf"; chmod 755 "$T"
    for i in 1 2 3; do
        drop "$i" "第$i个标记。"
        wait_for has_event_of finding "$i"
        logrotate -f -s "$T/rotate.state" "$T/rotate.conf"
    done
    drop 4 标记。
    wait_for has_event_of finding 4
    [ "$(seen "$T"/alerts.jsonl.? "$T/alerts.jsonl")" = "1:1 2:1 3:1 4:1 " ]
}

@test "a folder that is missing: the alerts wait, the cure is logged, nothing is lost" {
    configure
    sed -i "s|$T/alerts.jsonl|$T/logs/alerts.jsonl|" "$T/tallyd.conf"
    start_daemon
    drop a.txt
    wait_for has_outcome a.txt inspected
    wait_for grep -q "$T/logs/alerts.jsonl.*make its folder" "$T/daemon.log"
    [ "$(status '.sinks[0].backlog')" -gt 0 ]
    mkdir "$T/logs"
    kill -HUP "$DAEMON"
    wait_for delivered
    [ "$(seen "$T/logs/alerts.jsonl")" = "a.txt:1 " ]
}

@test "a disk that is full: whole lines only, and the rest when there is room" {
    [ "$(id -u)" = 0 ] || skip "needs a file system of its own, which only root can mount"
    mkdir "$T/small"
    mount -t tmpfs -o size=64k tallyd-e2e "$T/small" 2>/dev/null || skip "nothing can be mounted here"
    configure
    sed -i "s|$T/alerts.jsonl|$T/small/alerts.jsonl|" "$T/tallyd.conf"
    start_daemon
    for i in $(seq 100); do drop "$i" "第$i个标记。"; done
    wait_for has_done 100
    wait_for grep -q 'No space left' "$T/daemon.log"
    jq -es . "$T/small/alerts.jsonl" >/dev/null
    mount -o remount,size=10m "$T/small"
    kill -HUP "$DAEMON"
    wait_for delivered
    [ "$(seen "$T/small/alerts.jsonl" | tr ' ' '\n' | grep -c ':1$')" = 100 ]
}

@test "a disk of the store that fills up: nothing further is taken until there is room" {
    [ "$(id -u)" = 0 ] || skip "needs a file system of its own, which only root can mount"
    mkdir "$T/small"
    mount -t tmpfs -o size=20m tallyd-e2e "$T/small" 2>/dev/null || skip "nothing can be mounted here"
    configure
    sed -i "s|^state_dir.*|state_dir = $T/small|" "$T/tallyd.conf"
    printf '[store]\nreserve = 15M\n' >>"$T/tallyd.conf"
    "$B/tallyd" -c "$T/tallyd.conf" 2>>"$T/daemon.log" 3>&- &
    DAEMON=$!
    wait_for is_ready
    drop first.txt
    wait_for has_event_of finding first.txt
    head -c 8M /dev/zero >"$T/small/filler"
    wait_for has_line '.event.action == "disk_low" and .log.level == "error"'
    drop second.txt
    sleep 3 # longer than a rescan
    [ "$(count_events_of finding second.txt)" = 0 ]
    rm "$T/small/filler"
    wait_for has_line '.event.action == "disk_room"'
    wait_for has_event_of finding second.txt
}

@test "syslog that is stopped and started again: its alerts wait, the file's do not" {
    SYSLOG=yes
    start_syslog
    configure; start_daemon
    drop 1 第1个标记。
    wait_for grep -aq 第1个 "$T/syslog"
    kill -KILL "$SYSLOG_PID"
    drop 2 第2个标记。
    wait_for has_event_of finding 2
    [ "$(status '.sinks[] | select(.name == "syslog") | .backlog')" -gt 0 ]
    status '.sinks[] | select(.name == "syslog") | .error' | grep -q "$T/log"
    mv "$T/syslog" "$T/syslog.1"
    rm "$T/log"
    start_syslog
    wait_for delivered
    wait_for grep -aq 第2个 "$T/syslog"
    [ "$(cat "$T/syslog.1" "$T/syslog" | grep -ac 第1个)" = 1 ]
}

@test "syslog that does not read: nothing blocks, nothing is lost" {
    SYSLOG=yes
    start_syslog
    kill -STOP "$SYSLOG_PID"
    configure; start_daemon
    for i in $(seq 60); do drop "$i" "第$i个标记。"; done
    wait_for has_done 60
    [ "$(status .state)" = ready ]
    kill -CONT "$SYSLOG_PID"
    wait_for delivered
    all_there() { [ "$(grep -ao '第[0-9]*个' "$T/syslog" | sort -u | wc -l)" = 60 ]; }
    wait_for all_there
}

@test "a daemon killed while its sinks are behind: the next one delivers" {
    SYSLOG=yes
    configure; start_daemon
    for i in $(seq 20); do drop "$i" "第$i个标记。"; done
    wait_for has_done 20
    stop_daemon KILL || true
    start_syslog
    start_daemon
    wait_for delivered
    all_there() { [ "$(grep -ao '第[0-9]*个' "$T/syslog" | sort -u | wc -l)" = 20 ]; }
    wait_for all_there
    no_id_twice
}

@test "RFC 5424 on request" {
    SYSLOG=yes
    start_syslog
    configure
    echo 'format = rfc5424' >>"$T/tallyd.conf"
    start_daemon
    drop a.txt
    wait_for grep -aqE '^<28>1 [^ ]+ [^ ]+ tallyd [0-9]+ tallyd.finding \[tallyd@32473 id="[^"]+" rule="e2e.mark"' "$T/syslog"
}
