#!/usr/bin/env bats
# Intake under stress: what happens to folders, to mounts and to the kernel's limits, and how writers may write. Whatever it
# is, each file is inspected when it is whole, once, and none is lost.
load lib

needs_mounts() {
    [ "$(id -u)" = 0 ] || skip "needs mounts, which only root can make"
    mkdir -p "$T/small"
    mount -t tmpfs -o size=4m tallyd-e2e "$T/small" 2>/dev/null || skip "nothing can be mounted here"
    umount "$T/small"
}
# preload NAME: a library made of the C on standard input, for LD_PRELOAD.
preload() {
    [ "$ASAN" = 0 ] || skip "the sanitizers' library must be loaded first"
    cat >"$T/$1.c"
    "${CC:-cc}" -shared -fPIC -w -D_GNU_SOURCE -o "$T/$1.so" "$T/$1.c" -ldl
    AS="env LD_PRELOAD=$T/$1.so"
}
as_nobody() {
    [ "$(id -u)" = 0 ] || return 0
    AS="setpriv --reuid=65534 --regid=65534 --clear-groups"
    $AS test -x "$B/tallyd" || skip "nobody else may run what is in $B"
    chown -R 65534:65534 "$T"
}
inspected_once() {
    wait_for has_outcome "$1" inspected
    wait_for has_event_of finding "$1"
    [ "$(reports "$1")" = 1 ]
    [ "$(count_events_of finding "$1")" = 1 ]
}

@test "a folder that is moved away and back" {
    configure; start_daemon
    mkdir "$T/drop/sub"
    drop sub/a.txt
    wait_for has_outcome sub/a.txt inspected
    mv "$T/drop" "$T/away"
    wait_for has_line '.event.action == "missing"'
    document 别处的标记。 >"$T/away/sub/elsewhere.txt"
    mv "$T/away" "$T/drop"
    wait_for has_line '.event.action == "back"'
    wait_for has_outcome sub/elsewhere.txt inspected
    drop sub/b.txt
    wait_for has_outcome sub/b.txt inspected
    [ "$(reports sub/a.txt)" = 1 ]
    nothing_unfinished
}

@test "a folder that is unmounted and mounted again" {
    needs_mounts
    mount -t tmpfs -o size=4m tallyd-e2e "$T/drop"
    RESCAN=1h configure; start_daemon
    drop a.txt
    wait_for has_outcome a.txt inspected
    umount "$T/drop" # nobody holds it
    wait_for has_line '.event.action == "missing"'
    drop beneath.txt # into the folder that was mounted over
    wait_for has_outcome beneath.txt inspected
    mount -t tmpfs -o size=4m tallyd-e2e "$T/drop"
    drop b.txt
    wait_for has_outcome b.txt inspected
    umount -l "$T/drop"
    drop c.txt
    wait_for has_outcome c.txt inspected
    alive
}

@test "permissions that are lost and regained" {
    as_nobody
    RESCAN=1s configure; start_daemon
    drop a.txt
    [ "$(id -u)" != 0 ] || chown 65534:65534 "$T/drop/a.txt"
    wait_for has_outcome a.txt inspected
    chmod 0 "$T/drop"
    unreadable() { has_line '.event.action == "unreadable" or .event.action == "missing"'; }
    wait_for unreadable
    drop b.txt 2>/dev/null || { chmod 755 "$T/drop"; drop b.txt; }
    chmod 755 "$T/drop"
    wait_for has_outcome b.txt inspected
    mkdir -m 0 "$T/drop/closed"
    sleep 1.5
    chmod 755 "$T/drop/closed"
    drop closed/c.txt
    wait_for has_outcome closed/c.txt inspected
    [ "$(reports a.txt)" = 1 ]
}

@test "the limit of inotify watches: it is said, and what lies beyond is found by scans" {
    unshare --user --map-root-user sh -c 'echo 4 >/proc/sys/user/max_inotify_watches' 2>/dev/null ||
        skip "no user name space can be made here"
    for i in $(seq 8); do mkdir -p "$T/drop/$i"; done
    RESCAN=1s configure
    printf '#!/bin/sh\necho 4 >/proc/sys/user/max_inotify_watches\nexec "$@"\n' >"$T/limited"
    chmod +x "$T/limited"
    AS="unshare --user --map-root-user $T/limited"
    start_daemon
    wait_for has_line '.event.action == "limit" and (.message | contains("fs.inotify.max_user_watches"))'
    for i in $(seq 8); do drop "$i/a.txt" "第$i个标记。"; done
    for i in $(seq 8); do wait_for has_outcome "$i/a.txt" inspected; done
    [ "$(events service | grep -c '"limit"')" = 1 ]
}

@test "a network file system is polled" {
    preload nfs <<'C'
#include <sys/vfs.h>
#include <sys/syscall.h>
#include <unistd.h>
int fstatfs(int fd, struct statfs *ret)
{
    int failed = (int)syscall(SYS_fstatfs, fd, ret);
    ret->f_type = 0x6969;
    return failed;
}
int inotify_add_watch(int fd, const char *path, unsigned mask) { return syscall(SYS_inotify_add_watch, fd, path, 0x400); }
C
    RESCAN=1h configure "poll = 1s"; start_daemon
    [ "$(status '.watches[0].mode')" = poll ]
    [ "$(status '.watches[0].tested')" = none ]
    mkdir "$T/drop/sub"
    drop sub/a.txt
    wait_for has_outcome sub/a.txt inspected
    document 慢慢来的标记。 >"$T/drop/b.txt"
    wait_for has_outcome b.txt inspected
    sleep 2.5
    [ "$(reports sub/a.txt)" = 1 ]
    [ "$(reports b.txt)" = 1 ]
    ! has_line '.event.action == "poll"'
}

@test "inotify that tells nothing is noticed by the test, and the folder polled" {
    preload silent <<'C'
#include <sys/syscall.h>
#include <unistd.h>
int inotify_add_watch(int fd, const char *path, unsigned mask) { return syscall(SYS_inotify_add_watch, fd, path, 0x400); }
C
    RESCAN=1h configure "poll = 1s"; start_daemon
    has_line '.event.action == "poll" and .log.level == "warning"'
    [ "$(status '.watches[0] | .mode + " " + .tested')" = "poll silent" ]
    drop a.txt
    wait_for has_outcome a.txt inspected
    stop_daemon
    sed -i 's/^poll = .*/&\nmode = inotify/' "$T/tallyd.conf" # as told, without a test
    start_daemon
    [ "$(status '.watches[0] | .mode + " " + .tested')" = "inotify none" ]
}

@test "the test leaves nothing behind, and where nothing may be written it only opens" {
    configure; start_daemon
    [ "$(status '.watches[0] | .mode + " " + .tested')" = "inotify cookie" ]
    [ -z "$(ls -A "$T/drop")" ]
    stop_daemon
    [ "$(sql "SELECT count(*) FROM file")" = 0 ]
    as_nobody
    chmod 555 "$T/drop"
    start_daemon
    [ "$(status '.watches[0] | .mode + " " + .tested')" = "inotify opening" ]
    grep -q 'nothing can be written in' "$T/daemon.log"
}

@test "a writer who holds the file open, and one that stalls in the middle" {
    RESCAN=1s configure; start_daemon
    exec 7>"$T/drop/held.txt"
    document 第一段的标记。 >&7
    sleep 3 # scans, and many times the settle time
    [ "$(reports held.txt)" = 0 ]
    [ "$(sql "SELECT state FROM ledger WHERE path LIKE '%held.txt'")" = seen ]
    echo 第二段的标记。 >&7
    exec 7>&-
    wait_for has_outcome held.txt inspected
    wait_for has_line '.message | contains("第二段")'
    [ "$(reports held.txt)" = 1 ]
    [ "$(count_events_of finding held.txt)" = 2 ]
}

@test "a container that comes in two parts is not told to be corrupt" {
    command -v zip >/dev/null || skip "zip is not installed"
    configure "settle = 2s"
    sed -i '0,/^settle = 200ms/{/^settle = 200ms/d}' "$T/tallyd.conf"
    start_daemon
    mkdir -p "$T/x/word" "$T/x/_rels"
    echo '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>' >"$T/x/[Content_Types].xml"
    echo '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>' >"$T/x/_rels/.rels"
    echo '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>云岭县虚构事务中心自评报告</w:t></w:r></w:p><w:p><w:r><w:t>容器里的标记。</w:t></w:r></w:p></w:body></w:document>' >"$T/x/word/document.xml"
    (cd "$T/x" && zip -q -X ../a.docx '[Content_Types].xml' _rels/.rels word/document.xml)
    half=$(($(stat -c %s "$T/a.docx") / 2))
    head -c $half "$T/a.docx" >"$T/drop/a.docx" # closed in the middle
    sleep 1
    [ -z "$(outcome a.docx)" ]
    tail -c +$((half + 1)) "$T/a.docx" >>"$T/drop/a.docx"
    wait_for has_outcome a.docx inspected
    [ "$(count_events_of report a.docx)" = 1 ]
    [ "$(count_events_of finding a.docx)" = 1 ]
    head -c $half "$T/a.docx" >"$T/drop/half.docx" # and one that stays so
    wait_for has_outcome half.docx corrupt
    tail -c +$((half + 1)) "$T/a.docx" >>"$T/drop/half.docx"
    wait_for has_outcome half.docx inspected
}

@test "the same content under two names is told of both" {
    configure; start_daemon
    drop a.txt 同样的标记。
    drop b.txt 同样的标记。
    inspected_once a.txt
    inspected_once b.txt
    [ "$(sql "SELECT count(DISTINCT sha256) FROM file")" = 1 ]
    [ "$(events finding | jq -r .event.id | sort -u | wc -l)" = 2 ]
}

@test "a file that changes while it is read is inspected again, and nothing is told of the mixture" {
    cat >"$T/rules/e2e/slow.lua" <<'LUA'
return { id = "e2e.slow", title = { zh = "慢", en = "Slow" }, severity = "notice", maturity = "stable", version = "1",
  check = function(report)
    if not report:find("慢慢读") then return end
    for _ = 1, 30000000 do end
  end }
LUA
    configure
    printf '[limits]\nrule_instructions = 4000000000\n' >>"$T/tallyd.conf"
    start_daemon
    drop a.txt 慢慢读的标记甲。
    busy() { [ "$(status .inspector.busy)" -ge 1 ]; }
    wait_for busy
    document 慢慢读的标记乙。 >"$T/drop/a.txt" # the same inode, the same size
    wait_for has_line '.message | contains("标记乙")'
    ! has_line '.message | contains("标记甲")' || false
    [ "$(count_events_of report a.txt)" = 1 ]
}

@test "mtime decides nothing" {
    configure; start_daemon
    drop a.txt 第一个标记。
    wait_for has_event_of finding a.txt
    document 第二个标记。 >"$T/.new" # of the same size
    touch -r "$T/drop/a.txt" "$T/.new"
    mv "$T/.new" "$T/drop/a.txt"
    wait_for has_line '.message | contains("第二个")'
    touch -d 2001-01-01 "$T/drop/a.txt"
    document 来自未来的标记。 >"$T/.new"
    touch -d 2099-01-01 "$T/.new"
    mv "$T/.new" "$T/drop/b.txt"
    inspected_once b.txt
    sleep 2.5 # a rescan
    [ "$(reports a.txt)" = 2 ]
}

@test "a clock that jumps to and fro" {
    preload jump <<'C'
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t clock, struct timespec *ret)
{
    static unsigned calls;
    int failed = (int)syscall(SYS_clock_gettime, clock, ret);
    if (clock == CLOCK_REALTIME)
        ret->tv_sec += ++calls / 7 % 3 == 0 ? 0 : calls / 7 % 3 == 1 ? 86400 * 400 : -86400 * 400;
    return failed;
}
C
    RESCAN=1s configure
    document 早来的标记。 >"$T/drop/early.txt"
    start_daemon
    for i in $(seq 20); do
        drop "$i.txt" "第$i个标记。"
        document "慢写第$i个标记。" >"$T/drop/w$i.txt"
    done
    wait_for has_done 41
    wait_for delivered
    [ "$(events finding | wc -l)" = 41 ]
    sleep 1.5
    [ "$(sql "SELECT count(*) FROM report")" = 41 ]
    no_id_twice
}
