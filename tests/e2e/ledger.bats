#!/usr/bin/env bats
# "Did you look at this file, when, with which rules, what came of it?": the ledger's answers, what is kept and for how
# long, and what waits where alerts cannot be delivered.
load lib

ctl() { "$B/tallyctl" "$1" --socket "$T/run/control" "${@:2}"; }
entry() { ctl ledger "$1" --json | jq ".[0]"; }

@test "every step of a file is there, in the answer and in the table" {
    configure; start_daemon
    drop a.txt
    wait_for has_outcome a.txt inspected
    hash=$(sha256sum "$T/drop/a.txt" | cut -d' ' -f1) size=$(stat -c %s "$T/drop/a.txt") rules=$(status .rules.ruleset)
    entry a.txt | jq -e --arg hash "$hash" --argjson size "$size" --arg rules "$rules" --arg path "$T/drop/a.txt" '
        .path == $path and .watch == "drop" and .state == "done" and .outcome == "inspected" and .sha256 == $hash
        and .size == $size and .ruleset == $rules and .attempts == 1 and .warning == 1 and .error == 0
        and .seen_ms <= .settled_ms and .settled_ms <= .begun_ms and .begun_ms <= .done_ms'
    [ "$(sql "SELECT rule || ' ' || level FROM finding")" = "e2e.mark warning" ]
    drop a.txt 第二个标记。
    wait_for has_line '.message | contains("第二个")'
    [ "$(sql "SELECT count(DISTINCT sha256) FROM report")" = 2 ] # every round is kept
    [ "$(sql "SELECT count(*) FROM finding")" -ge 2 ]
}

@test "each way to end has its name: inspected, a code for the reason, ignored by a pattern, vanished" {
    configure "max_size = 4K"; start_daemon
    drop fine.txt
    head -c 5000 /dev/zero >"$T/drop/large.txt"
    printf 'PK\003\004' >"$T/drop/broken.docx"; head -c 600 /dev/zero >>"$T/drop/broken.docx"
    head -c 3000 "$B/tallyd" >"$T/drop/program"
    ln -s fine.txt "$T/drop/link"
    drop x.part
    exec 7>"$T/drop/gone.txt"; echo 标记 >&7 # held open, so that it is only seen
    seen() { [ "$(sql "SELECT state FROM ledger WHERE path LIKE '%gone.txt'")" = seen ]; }
    wait_for seen
    rm "$T/drop/gone.txt"; exec 7>&-
    for end in fine.txt:inspected large.txt:too_large broken.docx:unsupported program:binary link:not_regular x.part:ignored; do
        wait_for has_outcome "${end%:*}" "${end#*:}"
    done
    wait_for has_outcome gone.txt vanished
    entry x.part | jq -e '.reason | contains("*.part")'
    for name in fine.txt large.txt broken.docx program link x.part; do
        wait_for has_event_of report "$name"
        [ "$(count_events_of report "$name")" = 1 ]
    done
    [ -z "$(sql "SELECT path FROM file WHERE state <> 'done' OR outcome IS NULL")" ]
}

@test "a log folder that becomes read-only: alerts wait, with growing delay, and are counted; then all come" {
    if [ "$(id -u)" = 0 ]; then # who can write anywhere
        AS="setpriv --reuid=65534 --regid=65534 --clear-groups"
        $AS test -x "$B/tallyd" || skip "nobody else may run what is in $B"
    fi
    configure
    sed -i "s|$T/alerts.jsonl|$T/logs/alerts.jsonl|" "$T/tallyd.conf"
    mkdir "$T/logs"
    [ -z "$AS" ] || chown -R 65534:65534 "$T"
    start_daemon
    drop 1.txt
    wait_for delivered
    mv "$T/logs/alerts.jsonl" "$T/logs/alerts.jsonl.1" # rotated, and then
    chmod 555 "$T/logs"
    drop 2.txt
    wait_for has_outcome 2.txt inspected
    waits() { [ "$(status '.sinks[0].backlog')" -ge 2 ] && [ "$(status '.sinks[0].error // ""')" != "" ]; }
    wait_for waits
    first=$(status '.sinks[0].retry_ms')
    sleep 2.5
    [ "$(status '.sinks[0].oldest_s')" -ge 2 ]
    [ "$(status '.sinks[0].retry_ms')" -gt "$first" ]
    ctl status | grep -q 'Permission denied'
    chmod 755 "$T/logs"
    wait_for delivered
    [ "$(cat "$T"/logs/alerts.jsonl* | jq -r 'select(.event.dataset == "tallyd.finding") | .file.name' | sort | tr '\n' ' ')" = "1.txt 2.txt " ]
}

@test "what is superseded goes when it is old, and not before every sink has it" {
    SYSLOG=yes # nobody listens
    configure
    printf '[store]\nhistory = 1s\nledger = 1s\n' >>"$T/tallyd.conf"
    start_daemon
    for i in 1 2 3; do drop a.txt "第$i个标记。"; wait_for has_line ".message | contains(\"第${i}个\")"; done
    drop gone.txt
    wait_for has_outcome gone.txt inspected
    rm "$T/drop/gone.txt"
    stop_daemon
    sleep 1.5
    start_daemon
    swept() { [ "$(sql "SELECT count(*) FROM report JOIN file ON file.id = report.file WHERE CAST(path AS TEXT) LIKE '%/a.txt'")" = 1 ]; }
    wait_for swept # the last round stays
    forgotten() { [ -z "$(sql "SELECT 1 FROM file WHERE CAST(path AS TEXT) LIKE '%gone.txt'")" ]; }
    wait_for forgotten
    [ "$(sql "SELECT count(*) FROM event WHERE dataset = 'tallyd.finding'")" -ge 4 ] # syslog has none of them
    start_syslog
    wait_for delivered
    stop_daemon
    sleep 1.5
    start_daemon
    emptied() { [ "$(sql "SELECT count(*) FROM event WHERE dataset = 'tallyd.finding'")" -le 2 ]; }
    wait_for emptied
    [ "$(outcome a.txt)" = inspected ]
}

@test "what may pass is tried again, to an end" {
    [ "$ASAN" = 0 ] || skip "the sanitizers' library must be loaded first"
    cat >"$T/eio.c" <<'C'
#include <errno.h>
#include <string.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
/* The first three reads of the file fail, as of a disk that is slow to come back. */
ssize_t pread(int fd, void *to, size_t size, off_t at)
{
    static int failed;
    char link[64], path[4096] = "";
    if (strcmp(program_invocation_short_name, "tallyd") != 0)
        return syscall(SYS_pread64, fd, to, size, at);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    readlink(link, path, sizeof path - 1);
    if (strstr(path, "/bad.txt") && failed < 3) {
        failed++;
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, fd, to, size, at);
}
C
    "${CC:-cc}" -shared -fPIC -w -D_GNU_SOURCE -o "$T/eio.so" "$T/eio.c"
    configure
    AS="env LD_PRELOAD=$T/eio.so"
    start_daemon
    drop bad.txt
    wait_for has_outcome bad.txt inspected
    [ "$(count_events_of report bad.txt)" = 1 ]
}
