#!/usr/bin/env bats
# The control socket, through tallyctl as an administrator uses it.
load lib

ctl() { "$B/tallyctl" "$1" --socket "$T/run/control" "${@:2}"; }

@test "status tells what is going on" {
    configure; start_daemon
    drop a.txt
    wait_for has_outcome a.txt inspected
    ctl status --json | jq -e '.state == "ready" and .store.outcomes.inspected == 1 and .rules.rules >= 1
        and (.sinks | length) == 1 and .inspector.pid > 0 and .watches'
    ctl status | grep -q ready
}

@test "ledger lists files, newest first, and finds them by a part of their path" {
    configure; start_daemon
    for i in 1 2 3; do drop "$i.txt"; wait_for has_outcome "$i.txt" inspected; done
    : >"$T/drop/leer.txt"
    wait_for has_outcome leer.txt empty
    ctl ledger | grep -q 'leer.txt'
    run ctl ledger leer
    [ "$status" = 0 ]
    [[ "$output" == *leer.txt* && "$output" != *2.txt* ]]
}

@test "reload answers when the new rules are at work, and says why when they are not" {
    configure; start_daemon
    ctl reload
    echo 'return {' >"$T/rules/e2e/broken.lua"
    run ctl reload
    [ "$status" != 0 ]
    [[ "$output" == *broken.lua:* ]]
}

@test "without a daemon: an error that says where it looked" {
    run ctl status
    [ "$status" = 2 ]
    [[ "$output" == *"$T/run/control"* ]]
}

@test "nonsense on the socket harms nobody" {
    configure; start_daemon
    before=$(descriptors)
    python3 - "$T/run/control" <<'PYTHON'
import socket, sys
for request in (b"\n", b"{}\n", b"not json\n", b'{"verb":"status"', b'{"verb":7}\n', b'{"verb":"quit"}\n', b"\xff\xfe\n",
                b"[" * 5000 + b"\n", b'{"verb":"ledger","max":-1}\n', b'{"verb":"' + b"x" * 200000 + b'"}\n'):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(5)
    s.connect(sys.argv[1])
    try:
        s.sendall(request)
        s.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := s.recv(65536):
            answer += chunk
        assert b'"ok":true' not in answer.replace(b" ", b""), (request[:40], answer[:80])
    except (BrokenPipeError, ConnectionResetError):
        pass
    s.close()
PYTHON
    is_ready
    wait_for descriptors_are "$before"
}

@test "check-config" {
    configure
    "$B/tallyd" -c "$T/tallyd.conf" --check-config
    printf '[sink jsonl]\ncolour = blue\n' >>"$T/tallyd.conf"
    run "$B/tallyd" -c "$T/tallyd.conf" --check-config
    [ "$status" = 1 ]
    [[ "$output" == *tallyd.conf:*colour* ]]
}

@test "rules, plugins or a configuration that anybody may write are refused" {
    configure
    chmod o+w "$T/rules/e2e/mark.lua"
    run "$B/tallyd" -c "$T/tallyd.conf" --check-config
    [ "$status" = 1 ]
    [[ "$output" == *"$T/rules/e2e/mark.lua: anybody may write to it"*"chmod o-w"* ]]
    chmod o-w "$T/rules/e2e/mark.lua"; chmod o+w "$T/rules"
    run "$B/tallyd" -c "$T/tallyd.conf" --check-config
    [ "$status" = 1 ]
    chmod o-w "$T/rules"; chmod o+w "$T/tallyd.conf"
    run "$B/tallyd" -c "$T/tallyd.conf" --check-config
    [[ "$output" == *"$T/tallyd.conf: anybody may write to it"* ]]
    chmod o-w "$T/tallyd.conf"
    "$B/tallyd" -c "$T/tallyd.conf" --check-config
}

@test "what --print-config prints is a configuration" {
    "$B/tallyd" --print-config >"$T/printed.conf"
    sed -i "s|/srv/tallyd/drop|$T/drop|" "$T/printed.conf"
    "$B/tallyd" -c "$T/printed.conf" --check-config
}
