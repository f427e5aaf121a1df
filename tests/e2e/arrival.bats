#!/usr/bin/env bats
# How a file may come into the folder: whichever way, it is inspected exactly once, and the alert stands in the JSON file
# and in syslog under one id.
load lib

inspected_once() {
    wait_for has_outcome "$1" inspected
    sleep 0.6 # a second inspection would have begun
    [ "$(reports "$1")" = 1 ]
    wait_for has_event_of report "$1"
    [ "$(count_events_of report "$1")" = 1 ]
    [ "$(count_events_of finding "$1")" = 1 ]
}

@test "by copy" {
    configure; start_daemon
    document >"$T/source.txt"
    cp "$T/source.txt" "$T/drop/copied.txt"
    inspected_once copied.txt
}

@test "by rename" {
    configure; start_daemon
    drop renamed.txt
    inspected_once renamed.txt
}

@test "from a slow writer" {
    configure; start_daemon
    { document | while IFS= read -r line; do printf '%s\n' "$line"; sleep 0.3; done; } >"$T/drop/slow.txt"
    inspected_once slow.txt
}

@test "in a new subfolder" {
    configure; start_daemon
    mkdir -p "$T/drop/2021/财政/deep"
    document >"$T/drop/2021/财政/deep/new.txt"
    wait_for has_outcome 2021/财政/deep/new.txt inspected
    sleep 0.6
    [ "$(reports 2021/财政/deep/new.txt)" = 1 ]
}

@test "with a folder that is moved in" {
    configure; start_daemon
    mkdir "$T/outside"
    for i in 1 2 3 4 5; do document "标记$i。" >"$T/outside/$i.txt"; done
    mv "$T/outside" "$T/drop/inside"
    for i in 1 2 3 4 5; do wait_for has_outcome "inside/$i.txt" inspected; done
    [ "$(done_files)" = 5 ]
}

@test "before the daemon starts" {
    configure
    document >"$T/drop/early.txt"
    start_daemon
    inspected_once early.txt
}

@test "0 bytes first, filled later" {
    configure; start_daemon
    : >"$T/drop/filled.txt"
    wait_for has_outcome filled.txt empty
    document >"$T/drop/filled.txt"
    wait_for has_outcome filled.txt inspected
    [ "$(count_events_of finding filled.txt)" = 1 ]
}

@test "the same name with new content is inspected again" {
    configure; start_daemon
    drop a.txt 第一个标记。
    wait_for has_event_of finding a.txt
    drop a.txt 第二个标记。
    wait_for has_line '.message | contains("第二个")'
    [ "$(reports a.txt)" = 2 ]
}

# baselines FILE: of each finding in its order
baselines() { events_of finding "$1" | jq -r .tallyd.baseline | tr '\n' ' '; }
has_baselines() { [ "$(baselines "$1")" = "$2" ]; }

@test "a resubmission: findings are new, unchanged, and told once more when they are gone" {
    configure; start_daemon
    drop a.txt 第一个标记。第二个标记。
    wait_for has_baselines a.txt "new new "
    drop a.txt 第二个标记。第三个标记。
    wait_for has_baselines a.txt "new new unchanged new absent "
    has_line '.tallyd.baseline == "absent" and .log.level == "info" and (.message | contains("第一个"))'
    python3 "$ROOT/tests/schema/validate.py" "$T/alerts.jsonl"
    drop a.txt 第三个标记。
    wait_for has_baselines a.txt "new new unchanged new absent unchanged absent "
    drop a.txt 再无。
    wait_for has_baselines a.txt "new new unchanged new absent unchanged absent absent "
    no_id_twice
}

@test "a folder outside the recursion is left alone" {
    configure "recursive = no"; start_daemon
    mkdir "$T/drop/sub"
    document >"$T/drop/sub/below.txt"
    drop above.txt
    wait_for has_outcome above.txt inspected
    [ -z "$(outcome sub/below.txt)" ]
}

@test "one id in the JSON file and in syslog" {
    SYSLOG=yes
    start_syslog
    configure; start_daemon
    drop a.txt
    wait_for has_event_of finding a.txt
    id=$(events_of finding a.txt | jq -r .event.id)
    [ -n "$id" ]
    wait_for grep -aq "$id" "$T/syslog"
    [ "$(grep -ac "$id" "$T/syslog")" = 1 ]
    grep -a "$id" "$T/syslog" | grep -aq 'e2e.mark'
    ! LC_ALL=C grep -aq '.\{1025\}' "$T/syslog"
}

@test "one id in the JSON file and in a real rsyslogd" {
    command -v rsyslogd >/dev/null || skip "rsyslogd is not installed"
    SYSLOG=yes
    cat >"$T/rsyslog.conf" <<CONF
global(workDirectory="$T")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="$T/log")
template(name="t" type="string" string="%programname%|%syslogseverity-text%|%msg%\\n")
action(type="omfile" file="$T/syslog" template="t")
CONF
    rsyslogd -n -f "$T/rsyslog.conf" -i "$T/rsyslog.pid" 3>&- &
    PIDS+=($!)
    wait_for test -S "$T/log"
    configure; start_daemon
    drop a.txt
    wait_for has_event_of finding a.txt
    id=$(events_of finding a.txt | jq -r .event.id)
    wait_for grep -aq "$id" "$T/syslog"
    grep -a "$id" "$T/syslog" | grep -aq '^tallyd|warning|.*有标记'
}

@test "the locale is nothing to it" {
    export LANG=C LC_ALL=C
    configure; start_daemon
    drop 自评报告.txt
    wait_for has_event_of finding 自评报告.txt
    events_of finding 自评报告.txt | jq -e '.message | contains("有标记")'
}
