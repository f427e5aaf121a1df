#!/usr/bin/env bats
# `after = move`: what was inspected leaves its folder for one by outcome, once, over nothing, and not before the ledger
# has its end for good.
load lib

moving() { configure "after = move
move_to = ${1:-$T/done}"; }
moved_to() { [ -f "$T/done/$1" ]; }
count_moved() { find "$T/done" -type f | wc -l; }
has_moved() { [ "$(count_moved)" = "$1" ]; }
all_noted() { [ "$(sql "SELECT count(*) FROM file WHERE leaving > 0 OR (moved IS NULL AND outcome = 'inspected')")" = 0 ]; }

@test "each goes beneath its outcome, with its subfolder, and the ledger says where" {
    moving; start_daemon
    mkdir "$T/drop/2021"
    drop 2021/a.txt
    head -c 100000 "$B/tallyd" >"$T/drop/b.txt"
    : >"$T/drop/empty.txt"
    drop c.tmp
    ln -s /etc/passwd "$T/drop/link.txt"
    wait_for moved_to inspected/2021/a.txt
    wait_for moved_to binary/b.txt
    wait_for has_outcome empty.txt empty
    wait_for has_outcome c.tmp ignored
    wait_for has_outcome link.txt not_regular
    noted() { [ "$(sql "SELECT moved FROM ledger WHERE path LIKE '%/a.txt'")" = "$T/done/inspected/2021/a.txt" ]; }
    wait_for noted
    "$B/tallyctl" ledger a.txt --json --socket "$T/run/control" | jq -e '.[0].moved | endswith("/done/inspected/2021/a.txt")'
    sleep 2.5 # a rescan
    [ "$(cd "$T/drop" && ls)" = "$(printf '2021\nc.tmp\nempty.txt\nlink.txt')" ] # these stay
    [ "$(count_moved)" = 2 ]
    [ "$(count_events_of report a.txt)" = 1 ]
    [ "$(count_events_of finding a.txt)" = 1 ]
}

@test "the same name again, with other and with the same content: a number is added, nothing is lost" {
    moving; start_daemon
    drop a.txt 第一个标记。
    wait_for moved_to inspected/a.txt
    drop a.txt 第二个标记。
    wait_for moved_to inspected/a-2.txt
    drop a.txt 第二个标记。
    wait_for moved_to inspected/a-3.txt
    grep -q 第一个 "$T/done/inspected/a.txt"
    grep -q 第二个 "$T/done/inspected/a-2.txt"
    [ "$(reports a.txt)" = 2 ] # the same content says nothing new
}

@test "from a folder that is polled they leave too" {
    configure "after = move
move_to = $T/done
mode = poll
poll = 1s"
    start_daemon
    drop a.txt
    wait_for moved_to inspected/a.txt
    wait_for all_noted
    [ "$(reports a.txt)" = 1 ]
}

@test "where they go may lie in the watched folder, and is not inspected again" {
    moving "$T/drop/已检查"; start_daemon
    drop a.txt
    wait_for test -f "$T/drop/已检查/inspected/a.txt"
    kill -HUP "$DAEMON"
    sleep 2.5 # a reload and a rescan
    [ "$(sql "SELECT count(*) FROM file")" = 1 ]
    stop_daemon
    start_daemon
    drop b.txt
    wait_for test -f "$T/drop/已检查/inspected/b.txt"
    [ "$(sql "SELECT count(*) FROM file")" = 2 ]
    [ "$(find "$T/drop" -type f | wc -l)" = 2 ]
}

@test "a folder that cannot be written to: it is said once, the files stay, and leave when it can" {
    moving
    touch "$T/done" # no folder
    start_daemon
    for i in 1 2 3; do drop "$i.txt" "第$i个标记。"; done
    wait_for has_line '.event.action == "move_failed" and .log.level == "warning"'
    wait_for has_done 3
    [ "$(find "$T/drop" -type f | wc -l)" = 3 ]
    [ "$(events service | grep -c move_failed)" = 1 ]
    rm "$T/done"
    "$B/tallyctl" reload --socket "$T/run/control"
    wait_for has_moved 3
    wait_for all_noted
    [ "$(events finding | wc -l)" = 3 ]
}

@test "killed between the end in the ledger and the move: the next start moves" {
    moving
    touch "$T/done"
    start_daemon
    for i in 1 2 3; do drop "$i.txt" "第$i个标记。"; done
    wait_for has_done 3
    stop_daemon KILL || true
    rm "$T/done"
    start_daemon
    wait_for has_moved 3
    wait_for all_noted
    wait_for delivered
    no_id_twice
    [ "$(events finding | wc -l)" = 3 ]
}

@test "kill -9 again and again: each is told and moved once" {
    moving; start_daemon
    for round in $(seq 8); do
        for i in $(seq 25); do drop "$round-$i.txt" "第$round轮第$i个标记。"; done
        stop_daemon KILL || true
        start_daemon
    done
    wait_for has_moved 200
    wait_for all_noted
    wait_for delivered
    no_id_twice
    [ "$(events finding | wc -l)" = 200 ]
    [ "$(find "$T/drop" -type f | wc -l)" = 0 ]
    [ "$(sql "SELECT count(*) FROM file WHERE outcome = 'inspected'")" = 200 ]
}

@test "killed at the rename itself, before and after" {
    ASAN_OK=$ASAN
    [ "$ASAN_OK" = 0 ] || skip "the sanitizers' library must be loaded first"
    cat >"$T/killer.c" <<'C'
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    int after = strcmp(getenv("KILL_AT"), "after") == 0, result = 0;
    if (after)
        result = (int)syscall(SYS_renameat2, from, old, to, new, flags);
    raise(SIGKILL);
    return result;
}
C
    "${CC:-cc}" -shared -fPIC -w "$T/killer.c" -o "$T/killer.so"
    moving
    for at in before after; do
        drop "$at.txt" "这里有$at的标记。"
        KILL_AT=$at LD_PRELOAD=$T/killer.so "$B/tallyd" -c "$T/tallyd.conf" 2>>"$T/daemon.log" 3>&- &
        DAEMON=$!
        wait "$DAEMON" || true
        DAEMON=
        start_daemon
        wait_for moved_to "inspected/$at.txt"
        wait_for all_noted
        wait_for has_event_of finding "$at.txt"
        stop_daemon
    done
    [ "$(count_moved)" = 2 ]
    [ "$(events finding | wc -l)" = 2 ]
    [ "$(sql "SELECT count(*) FROM report")" = 2 ]
}

@test "a file that was moved is not tried again, one that stands there is" {
    moving; start_daemon
    drop a.txt
    wait_for moved_to inspected/a.txt
    wait_for all_noted
    run "$B/tallyctl" retry --all a.txt --socket "$T/run/control"
    [ "$output" = "0 files are inspected again" ]
    [ "$(outcome a.txt)" = inspected ]
    mv "$T/done/inspected/a.txt" "$T/drop/a.txt"
    wait_for moved_to inspected/a.txt
}

refused() {
    run "$B/tallyd" -c "$T/tallyd.conf" --check-config
    [ "$status" = 1 ]
    [[ "$output" == *"$1"* ]]
}

@test "what cannot work is refused in the configuration" {
    configure "after = move"
    refused "after = move needs move_to"
    moving "$T"
    refused "[watch drop] lies in move_to of [watch drop]"
    moving "$T/drop"
    refused "lies in move_to"
    moving "$T/done"
    "$B/tallyd" -c "$T/tallyd.conf" --check-config
}

@test "another file system, and another mount of the same, are refused in the configuration" {
    [ "$(id -u)" = 0 ] || skip "needs mounts, which only root can make"
    mkdir "$T/small" "$T/other"
    mount -t tmpfs -o size=1m tallyd-e2e "$T/small" 2>/dev/null || skip "nothing can be mounted here"
    moving "$T/small/done"
    refused "lies on another file system than its path"
    umount "$T/small"
    mount --bind "$T/other" "$T/small"
    refused "lies on another mount than its path"
}
