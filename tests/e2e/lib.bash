# What the end-to-end tests share. Each test has a folder of its own, $T, with a daemon of its own in it:
#
#     $T/drop            the watched folder            $T/tallyd.conf   its configuration
#     $T/alerts.jsonl    the JSON lines                $T/daemon.log    what the daemon says of itself
#     $T/syslog          what came by syslog           $T/state, $T/run store and control socket
#
# Documents are invented, about departments that do not exist.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
B=${B:-$ROOT/build}
ASAN=$(nm "$B/tallyd" 2>/dev/null | grep -c __asan_init)
# How long anything may take before a test gives up, in seconds; sanitizers are slow.
PATIENCE=${PATIENCE:-$((ASAN ? 150 : 60))}

umask 022
setup() {
    T=$(mktemp -d "${TMPDIR:-/tmp}/tallyd-e2e-XXXXXX")
    mkdir "$T/drop" "$T/state" "$T/run" "$T/rules"
    cp -r "$ROOT/tests/e2e/rules/." "$T/rules"
    PIDS=()
    DAEMON=
    AS= # a command to run the daemon under, as another user
}

# Processes are ended by the ids we started them with.
teardown() {
    for pid in $DAEMON "${PIDS[@]}"; do
        kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    if [ -z "$BATS_TEST_COMPLETED" ]; then
        echo "--- $T/daemon.log"; tail -40 "$T/daemon.log" 2>/dev/null
        echo "--- ledger"; sql "SELECT path, state, outcome, reason FROM ledger LIMIT 40" 2>/dev/null
    fi
    for folder in "$T/small" "$T/drop"; do
        while mountpoint -q "$folder"; do umount -l "$folder"; done
    done
    chmod -R u+rwX "$T"
    rm -rf "$T"
}

# configure [WATCH LINES]: writes the configuration; further sections are appended by the test.
configure() {
    cat >"$T/tallyd.conf" <<CONF
[daemon]
state_dir = $T/state
run_dir = $T/run
user = ${USER_OF_DAEMON:-root}
workers = 2
deadline = ${DEADLINE:-20s}
stop = 10s
[watch drop]
path = $T/drop
settle = 200ms
rescan = ${RESCAN:-2s}
${1:-}
[rules]
path = $T/rules
[sink jsonl]
path = $T/alerts.jsonl
[sink syslog]
enabled = ${SYSLOG:-no}
socket = $T/log
CONF
}

# wait_for CONDITION…: until the command succeeds; fails after $PATIENCE seconds.
wait_for() {
    local end=$((SECONDS + PATIENCE))
    until "$@" >/dev/null 2>&1; do
        if [ $SECONDS -ge $end ]; then echo "waited in vain for: $*"; return 1; fi
        sleep 0.05
    done
}

start_daemon() {
    $AS "$B/tallyd" -c "$T/tallyd.conf" 2>>"$T/daemon.log" 3>&- &
    DAEMON=$!
    wait_for is_ready
}
is_ready() { [ "$(status .state)" = ready ]; }
status() { "$B/tallyctl" status --json --socket "$T/run/control" | jq -r "$1"; }

# stop_daemon [SIGNAL]: waits for its end and gives its exit status.
stop_daemon() {
    kill "-${1:-TERM}" "$DAEMON"
    local code=0
    wait "$DAEMON" || code=$?
    DAEMON=
    return $code
}

# A socket that keeps what it is sent, one message a line.
start_syslog() {
    python3 - "$T/log" "$T/syslog" 3>&- <<'PYTHON' &
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
with open(sys.argv[2], "wb", buffering=0) as out:
    while True:
        out.write(s.recv(65536) + b"\n")
PYTHON
    SYSLOG_PID=$!
    PIDS+=("$SYSLOG_PID")
    wait_for test -S "$T/log"
}

sql() { sqlite3 -readonly -cmd ".timeout 5000" "$T/state/tallyd.db" "$1"; }
# outcome NAME: of a file of the drop folder, as the ledger has it; of nothing, where it is not done.
outcome() { sql "SELECT outcome FROM ledger WHERE path = '$T/drop/$1' AND state = 'done'"; }
has_outcome() { [ "$(outcome "$1")" = "$2" ]; }
# The same for any bytes: outcome_of_bytes HEX is the name in hexadecimal.
path_hex() { printf %s "$T/drop/" | od -An -v -tx1 | tr -d ' \n'; printf %s "$1"; }
has_outcome_hex() { [ "$(sql "SELECT outcome FROM file WHERE path = x'$(path_hex "$1")' AND state = 'done'")" = "$2" ]; }
done_files() { sql "SELECT count(*) FROM file WHERE state = 'done'"; }
has_done() { [ "$(done_files)" -ge "$1" ]; }
unfinished() { sql "SELECT count(*) FROM file WHERE state <> 'done'"; }
nothing_unfinished() { [ "$(unfinished)" = 0 ]; }
# reports NAME: how often it was inspected to an end, over all its rounds.
reports() { sql "SELECT count(*) FROM report JOIN file ON file.id = report.file WHERE CAST(path AS TEXT) = '$T/drop/$1'"; }

# Of the JSON lines: those of a dataset (finding, report, rule, service), of a file name.
events() { jq -c "select(.event.dataset == \"tallyd.$1\")" "$T/alerts.jsonl"; }
events_of() { jq -c --arg name "$2" "select(.event.dataset == \"tallyd.$1\" and .file.name == \$name)" "$T/alerts.jsonl"; }
count_events_of() { events_of "$1" "$2" | wc -l; }
has_event_of() { [ "$(count_events_of "$1" "$2")" -ge 1 ]; }
# has_line CONDITION [FILE]: whether a line fulfils a condition of jq's.
has_line() { [ -n "$(jq -c "select($1)" "${2:-$T/alerts.jsonl}")" ]; }
delivered() { [ "$(status '[.sinks[].backlog] | add')" = 0 ]; }
no_id_twice() { [ -z "$(jq -r .event.id "$T/alerts.jsonl" | sort | uniq -d)" ]; }
only_whole_lines() { [ -z "$(tail -c1 "$T/alerts.jsonl" | tr -d '\n')" ] && jq -es . "$T/alerts.jsonl" >/dev/null; }

descriptors() { ls "/proc/$DAEMON/fd" | wc -l; }
descriptors_are() { [ "$(descriptors)" = "$1" ]; }
alive() { kill -0 "$DAEMON"; }
inspector() { status .inspector.pid; }

# document [WORDS]: a small report; the rule e2e.mark reports each sentence with the word 标记.
document() {
    printf '云岭县虚构事务中心2021年度部门整体支出绩效自评报告\n\n一、基本情况\n\n本部门内设股室3个。%s\n' "${1:-这里有标记。}"
}
drop() { document "${2:-}" >"$T/.making" && mv "$T/.making" "$T/drop/$1"; }
