#!/usr/bin/env bats
# Bad input: each file gets a named outcome in the ledger and an event, and none stops the daemon, leaks a descriptor or is
# passed over.
load lib

# ends NAME OUTCOME: and the daemon has as many descriptors as before, and still works.
ends() {
    wait_for has_outcome "$1" "$2"
    ends_well
}
ends_well() {
    wait_for descriptors_are "$DESCRIPTORS"
    drop after.txt
    wait_for has_outcome after.txt inspected
    wait_for descriptors_are "$DESCRIPTORS"
}
begin() {
    configure "$@"; start_daemon
    drop before.txt
    wait_for has_outcome before.txt inspected
    wait_for delivered
    DESCRIPTORS=$(descriptors)
}

@test "an empty file" {
    begin
    : >"$T/drop/a.txt"
    ends a.txt empty
    wait_for has_event_of report a.txt
}

@test "binary" {
    begin
    head -c 100000 "$B/tallyd" >"$T/drop/a.txt"
    ends a.txt binary
}

@test "a FIFO, a socket, a symlink, a dangling and a looping link" {
    begin
    mkfifo "$T/drop/fifo"
    python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$T/drop/socket"
    document >"$T/target.txt"
    ln -s "$T/target.txt" "$T/drop/link.txt"
    ln -s nowhere "$T/drop/dangling.txt"
    ln -s loop.txt "$T/drop/loop.txt"
    for name in fifo socket link.txt dangling.txt loop.txt; do wait_for has_outcome "$name" not_regular; done
    ends_well
}

@test "a device" {
    [ "$(id -u)" = 0 ] || skip "only root can make one"
    begin
    mknod "$T/drop/null" c 1 3 || skip "devices cannot be made here"
    ends null not_regular
}

@test "a file that cannot be read" {
    if [ "$(id -u)" = 0 ]; then # who can read anything
        AS="setpriv --reuid=65534 --regid=65534 --clear-groups"
        $AS test -x "$B/tallyd" || skip "nobody else may run what is in $B"
        chown -R 65534:65534 "$T"
    fi
    begin
    document >"$T/a.txt"; chmod 0 "$T/a.txt"
    mv "$T/a.txt" "$T/drop/a.txt"
    ends a.txt unreadable
    has_event_of report a.txt
    chmod 644 "$T/drop/a.txt"
    wait_for has_outcome a.txt inspected
}

@test "names with a newline and with invalid UTF-8" {
    begin
    document >"$T/drop/"$'line\nbreak.txt'
    document >"$T/drop/"$'bad\xff\xfe.txt'
    wait_for has_outcome_hex "$(printf 'line\nbreak.txt' | od -An -tx1 | tr -d ' \n')" inspected
    wait_for has_outcome_hex "$(printf 'bad\xff\xfe.txt' | od -An -tx1 | tr -d ' \n')" inspected
    wait_for delivered
    only_whole_lines
    ! grep -q $'bad\xff' "$T/daemon.log" || false
    ends_well
}

@test "a file deleted while it waits" {
    begin
    for i in $(seq 50); do document "标记$i。" >"$T/drop/$i.txt"; rm "$T/drop/$i.txt"; done
    ends_well
    wait_for nothing_unfinished
    [ -z "$(sql "SELECT outcome FROM file WHERE outcome NOT IN ('inspected', 'vanished')")" ]
}

@test "a file replaced while it waits" {
    begin
    for i in $(seq 50); do drop a.txt "第$i个标记。"; done
    wait_for has_line '.message | contains("第50个")'
    wait_for nothing_unfinished
    ends_well
}

@test "a watched folder that is removed and comes back" {
    begin
    mkdir "$T/drop/sub"
    document >"$T/drop/sub/a.txt"
    wait_for has_outcome sub/a.txt inspected
    rm -r "$T/drop/sub"
    rm -r "$T/drop"
    sleep 0.5
    alive
    mkdir "$T/drop"
    drop again.txt
    wait_for has_outcome again.txt inspected
}

@test "a folder that is missing at the start" {
    rmdir "$T/drop"
    configure; start_daemon
    grep -q "$T/drop" "$T/daemon.log"
    mkdir "$T/drop"
    drop late.txt
    wait_for has_outcome late.txt inspected
}

@test "temporary names of editors and uploads are ignored by their pattern" {
    begin
    for name in '~$report.docx' '.~lock.tmp' a.tmp a.part a.filepart a.crdownload .DS_Store Thumbs.db; do
        document >"$T/drop/$name"
        wait_for has_outcome "$name" ignored
    done
    sql "SELECT reason FROM ledger WHERE path LIKE '%/a.part'" | grep -qF '*.part'
    ends_well
}

@test "over the size" {
    begin "max_size = 4K"
    head -c 5000 /dev/zero | tr '\0' x >"$T/drop/a.txt"
    ends a.txt too_large
}

@test "numbers of 2,000 digits" {
    begin
    { document; printf '支出%s万元。\n' "$(head -c 2000 /dev/zero | tr '\0' 7)"; } >"$T/drop/a.txt"
    ends a.txt inspected
}

@test "NUL bytes" {
    begin
    { document; head -c 100 /dev/zero; document; } >"$T/drop/a.txt"
    wait_for test -n "$(outcome a.txt)" || wait_for has_done 2
    ends_well
    [ -n "$(outcome a.txt)" ]
}

@test "unpaired surrogates in UTF-16 and in UTF-8" {
    begin
    { printf '\xff\xfe'; document | iconv -t UTF-16LE; printf '\x00\xd8A\x00'; } >"$T/drop/16.txt"
    { document; printf '\xed\xa0\x80'; } >"$T/drop/8.txt"
    wait_for has_done 3
    ends_well
    [ -n "$(outcome 16.txt)" ] && [ -n "$(outcome 8.txt)" ]
}

@test "GB18030, whole and cut short" {
    begin
    document | iconv -t GB18030 >"$T/drop/whole.txt"
    { document | iconv -t GB18030; printf '\x81'; } >"$T/drop/cut.txt"
    wait_for has_outcome whole.txt inspected
    wait_for has_done 3
    ends_well
    [ "$(count_events_of finding whole.txt)" = 1 ]
    [ -n "$(outcome cut.txt)" ]
}
