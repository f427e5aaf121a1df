#!/usr/bin/env bats
# What a name, a document, or another user of the machine may try against the daemon.
load lib

ctl() { "$B/tallyctl" "$1" --socket "$T/run/control" "${@:2}"; }
# Control characters but the newline, bidirectional overrides and isolates, line separators, in UTF-8.
unsafe() { LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae\x8b\x8e\x8f]|\xe2\x81[\xa6-\xa9]' "$@"; }

@test "nothing in a name or a quote gets raw into a log, a terminal or a line of JSON" {
    SYSLOG=yes
    start_syslog
    configure; start_daemon
    evil=$'a\x1b[31m\nevent.id=0 \xe2\x80\xaegnp.\xe2\x81\xa6\x07\r"}{\\.txt'
    printf '云岭县虚构\xe2\x80\xae事务中心\x1b]0;x\x07自评报告\n\n这里有\xe2\x80\xae标记\xe2\x81\xa9和\x1b[2J以及"}\xc2\x85{。\n' >"$T/.evil"
    mv "$T/.evil" "$T/drop/$evil"
    : >"$T/drop/"$'b\x1b[1m\xe2\x80\xae.tmp'
    mkdir "$T/drop/"$'sub\x1b\xe2\x80\xae\n'
    printf '标记' >"$T/drop/"$'sub\x1b\xe2\x80\xae\n/c.txt'
    wait_for has_done 3
    wait_for delivered
    wait_for grep -aq e2e.mark "$T/syslog"
    [ "$(events finding | wc -l)" -ge 2 ]
    only_whole_lines
    python3 "$ROOT/tests/schema/validate.py" "$T/alerts.jsonl"
    ctl ledger >"$T/ledger.text"
    ctl ledger --json >"$T/ledger.json"
    jq -e 'length == 3' "$T/ledger.json"
    ctl status >"$T/status.text"
    "$B/tallyctl" check --rules "$T/rules" "$T/drop" >"$T/check.text" 2>&1 || true
    "$B/tallyctl" check --rules "$T/rules" --format jsonl "$T/drop" >"$T/check.jsonl" 2>&1 || true
    grep -q 标记 "$T/check.text"
    [ "$(wc -l <"$T/ledger.text")" = 3 ] # a newline in a name makes no line
    for file in alerts.jsonl syslog daemon.log ledger.text ledger.json status.text check.text check.jsonl; do
        if unsafe "$T/$file"; then echo "raw in $file:"; unsafe -n "$T/$file"; grep -anP '[\x00-\x08\x0b-\x1f\x7f]' "$T/$file" | cat -v; return 1; fi
    done
    printf 'x\x1b\n' >"$T/probe"; unsafe "$T/probe" # the check itself can fail
    printf 'x\xe2\x80\xae\n' >"$T/probe"; unsafe "$T/probe"
}

@test "the control socket: the group may ask, only root and the daemon's user may change, others nothing" {
    [ "$(id -u)" = 0 ] || skip "needs root, to become somebody else"
    setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$B/tallyctl" || skip "nobody else may run what is in $B"
    configure; start_daemon
    chmod 755 "$T" "$T/run"
    group=$(stat -c %g "$T/run/control")
    member() { setpriv --reuid=65534 --regid="$group" --clear-groups "$B/tallyctl" "$1" --socket "$T/run/control" "${@:2}"; }
    stranger() { setpriv --reuid=65534 --regid=65534 --clear-groups "$B/tallyctl" "$1" --socket "$T/run/control" "${@:2}"; }
    [ "$(stat -c %a "$T/run/control")" = 660 ]
    member status | grep -q ready
    member ledger
    for verb in reload retry; do
        run member "$verb"
        [ "$status" = 2 ]
        [[ "$output" == *"only root and the daemon's user may do that"* ]]
    done
    run stranger status
    [ "$status" = 2 ]
    chmod 666 "$T/run/control" # even where somebody opened the socket to all
    run stranger status
    [ "$status" = 2 ]
    [[ "$output" == *"only root, the daemon's user and its group may ask"* ]]
    ctl reload
}

@test "requests are bounded in size, number and patience" {
    configure; start_daemon
    before=$(descriptors)
    python3 - "$T/run/control" <<'PYTHON'
import socket, sys, time
def dial():
    s = socket.socket(socket.AF_UNIX)
    s.connect(sys.argv[1])
    s.settimeout(10)
    return s
# more than a request may have
s = dial()
try:
    s.sendall(b"x" * 300000)
    assert s.recv(100) == b""
except (BrokenPipeError, ConnectionResetError):
    pass
# more clients than there may be: the last are closed
many = [dial() for _ in range(100)]
time.sleep(0.5)
closed = 0
for s in many:
    s.setblocking(False)
    try:
        closed += s.recv(1) == b""
    except BlockingIOError:
        pass
    except ConnectionResetError:
        closed += 1
assert closed >= 30, closed
for s in many:
    s.close()
# one that asks for ever and reads nothing is let go
s = dial()
s.settimeout(2)
try:
    for _ in range(200000):
        s.sendall(b'{"verb":"status"}\n')
except (BrokenPipeError, ConnectionResetError, TimeoutError):
    pass
s.close()
PYTHON
    is_ready
    wait_for descriptors_are "$before"
    drop a.txt
    wait_for has_outcome a.txt inspected
}

@test "plugins, lexicon and drop-ins that anybody may write are refused, at the start and at a reload" {
    mkdir "$T/plugins" "$T/lexicon"
    cp "$B"/plugins/*.so "$T/plugins"
    cp "$ROOT"/config/lexicon/*.ini "$T/lexicon"
    configure
    printf '[plugins]\npath = %s\n[lexicon]\npath = %s\n' "$T/plugins" "$T/lexicon" >>"$T/tallyd.conf"
    mkdir "$T/tallyd.conf.d"; echo '[daemon]' >"$T/tallyd.conf.d/1.conf"
    start_daemon
    for path in "$T/plugins" "$T/plugins/$(ls "$T/plugins" | head -1)" "$T/lexicon/$(ls "$T/lexicon" | head -1)" \
        "$T/tallyd.conf.d" "$T/tallyd.conf.d/1.conf" "$T/rules/e2e"; do
        chmod o+w "$path"
        run "$B/tallyd" -c "$T/tallyd.conf" --check-config
        [ "$status" = 1 ]
        [[ "$output" == *"$path: anybody may write to it"* ]]
        run ctl reload
        [ "$status" = 2 ]
        [[ "$output" == *"anybody may write"* ]]
        chmod o-w "$path"
    done
    ctl reload
    is_ready
}

@test "hostile rules: each ends as an event of its own within its budget, and the others' findings are unharmed" {
    rm -r "$T/rules/e2e"
    cp -r "$ROOT/tests/hostile-rules/." "$T/rules"
    cp -r "$ROOT/tests/e2e/rules/e2e" "$T/rules"
    DEADLINE=300s configure
    printf '[limits]\ncpu = 300s\n' >>"$T/tallyd.conf"
    PATIENCE=300
    start_daemon
    drop a.txt
    wait_for has_outcome a.txt inspected
    wait_for delivered
    n=$(ls "$T"/rules/hostile/*.lua | wc -l)
    [ "$n" -gt 40 ]
    [ "$(events_of rule a.txt | jq -r .rule.id | sort -u | wc -l)" = "$n" ]
    [ "$(count_events_of rule a.txt)" = "$n" ]
    for file in "$T"/rules/hostile/*.lua; do # each as its file says it must
        name=$(basename "$file" .lua)
        expected=$(sed -n 's/.*fails = "\([a-z]*\)".*/\1/p' "$file")
        got=$(events_of rule a.txt | jq -r --arg id "hostile.$name" 'select(.rule.id == $id) | .tallyd.failure')
        # on a slow machine the time may be used up before the instructions are
        [ "$got" = "$expected" ] || [ "$got:$expected" = time:instructions ] || { echo "$name: $got, expected $expected"; return 1; }
    done
    [ "$(events_of finding a.txt | jq -r .rule.id | sort | tr '\n' ' ')" = "e2e.mark fine.before unharmed.after " ]
    # 2 s of processor time is a rule's budget (docs/wire.md, rule_ms)
    us=$(events_of report a.txt | jq '.tallyd.stages_us.rules')
    echo "# $n hostile rules took $((us / 1000)) ms" >&3
    [ "$us" -lt $((n * 3000000)) ]
    drop b.txt
    wait_for has_outcome b.txt inspected
    alive
}
