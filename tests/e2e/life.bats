#!/usr/bin/env bats
# The daemon's life: reload, stop, restart, and what happens when any of its processes is killed.
load lib

# The findings of everything dropped, each once, in the JSON lines, and nothing else left to do.
all_told_once() {
    wait_for has_done "$1"
    wait_for delivered
    only_whole_lines
    no_id_twice
    [ "$(events finding | wc -l)" = "$1" ]
    nothing_unfinished
}
drop_many() { for i in $(seq "$1"); do drop "$i.txt" "第$i个标记。"; done; }

@test "SIGHUP takes new rules" {
    configure; start_daemon
    old=$(status .rules.ruleset)
    sed -i 's/"标记"/"暗号"/' "$T/rules/e2e/mark.lua"
    kill -HUP "$DAEMON"
    new_rules() { [ "$(status .rules.ruleset)" != "$old" ]; }
    wait_for new_rules
    drop a.txt 这里有暗号。
    wait_for has_event_of finding a.txt
}

@test "SIGHUP with a bad rule keeps the old ones and says so" {
    configure; start_daemon
    old=$(status .rules.ruleset)
    echo 'return {' >"$T/rules/e2e/broken.lua"
    kill -HUP "$DAEMON"
    wait_for grep -q 'broken.lua:' "$T/daemon.log"
    [ "$(status .state)" = stale ]
    [ "$(status .rules.ruleset)" = "$old" ]
    wait_for has_line '.event.dataset == "tallyd.service" and .event.action == "stale"'
    drop a.txt
    wait_for has_event_of finding a.txt
    rm "$T/rules/e2e/broken.lua"
    kill -HUP "$DAEMON"
    wait_for is_ready
}

@test "SIGHUP with a bad configuration keeps the old one and says so" {
    configure; start_daemon
    echo 'nonsense = 1' >>"$T/tallyd.conf"
    kill -HUP "$DAEMON"
    wait_for grep -q 'tallyd.conf:.*nonsense' "$T/daemon.log"
    drop a.txt
    wait_for has_event_of finding a.txt
}

@test "SIGHUP takes a new watch and a new file for the alerts" {
    configure; start_daemon
    mkdir "$T/second"
    sed -i "s|alerts.jsonl|other.jsonl|; s|^\[rules\]|[watch second]\npath = $T/second\n[rules]|" "$T/tallyd.conf"
    kill -HUP "$DAEMON"
    document >"$T/second/a.txt"
    wait_for has_line '.event.dataset == "tallyd.finding" and .file.name == "a.txt"' "$T/other.jsonl"
}

@test "reloading under load loses nothing and repeats nothing" {
    configure; start_daemon
    for i in $(seq 100); do
        drop "$i.txt" "第$i个标记。"
        [ $((i % 10)) != 0 ] || kill -HUP "$DAEMON"
    done
    all_told_once 100
}

@test "SIGTERM drains and ends with 0" {
    configure; start_daemon
    drop_many 100
    stop_daemon
    # what was begun has its end, and whatever ended has been told
    [ "$(sql "SELECT count(*) FROM file WHERE state = 'inspecting'")" = 0 ]
    [ "$(events finding | wc -l)" = "$(done_files)" ]
    start_daemon
    all_told_once 100
}

@test "kill -9 of the daemon: the next one finishes what was begun and repeats nothing" {
    configure; start_daemon
    for round in 1 2 3 4 5; do
        for i in $(seq 40); do drop "$round-$i.txt" "第$round轮第$i个标记。"; done
        stop_daemon KILL || true
        start_daemon
    done
    all_told_once 200
}

@test "kill -9 of the inspector: a new one takes over and no document is lost" {
    configure; start_daemon
    for round in 1 2 3; do
        old=$(inspector)
        for i in $(seq 20); do drop "$round-$i.txt" "第$round轮第$i个标记。"; done
        kill -KILL "$old"
        another() { local now; now=$(inspector) && [ "$now" != "$old" ] && [ "$now" -gt 0 ]; }
        wait_for another
    done
    wait_for has_done 60
    wait_for nothing_unfinished
    wait_for delivered
    alive
    no_id_twice
    # a document that was being read when its process died is tried again
    [ "$(sql "SELECT count(*) FROM file WHERE outcome = 'inspected'")" = 60 ]
}

@test "kill -9 of a child: its own document is tried again, the others are not touched" {
    cat >"$T/rules/e2e/slow.lua" <<'LUA'
return { id = "e2e.slow", title = { zh = "慢", en = "Slow" }, severity = "notice", maturity = "stable", version = "1",
  check = function(report)
    if not report:find("慢慢读") then return end
    local n = 0
    while true do n = n + 1 end
  end }
LUA
    configure
    printf '[limits]\nrule_instructions = 4000000000\n' >>"$T/tallyd.conf"
    start_daemon
    drop victim.txt 慢慢读。
    busy() { [ "$(status .inspector.busy)" -ge 1 ]; }
    wait_for busy
    wait_for child_of "$(inspector)"
    kill -KILL "$CHILD"
    again() { [ "$(sql "SELECT attempts FROM ledger WHERE path LIKE '%victim%'")" -gt 1 ]; }
    wait_for again
    drop other.txt
    wait_for has_event_of finding other.txt
    alive
}
# The child that has used the most processor time is the one at work.
child_of() {
    CHILD=$(ps -o pid=,stat= --ppid "$1" | awk '$2 ~ /^R/ { print $1; exit }')
    [ -n "$CHILD" ]
}

@test "a document over the deadline is told as timeout" {
    cat >"$T/rules/e2e/slow.lua" <<'LUA'
return { id = "e2e.slow", title = { zh = "慢", en = "Slow" }, severity = "notice", maturity = "stable", version = "1",
  check = function(report) while report.title do end end }
LUA
    DEADLINE=500ms configure
    printf '[limits]\nrule_instructions = 4000000000\n' >>"$T/tallyd.conf"
    start_daemon
    drop a.txt
    wait_for has_outcome a.txt timeout
    rm "$T/rules/e2e/slow.lua"
    "$B/tallyctl" reload --socket "$T/run/control"
    drop b.txt
    wait_for has_outcome b.txt inspected
}

@test "started as root it works as its own user" {
    [ "$(id -u)" = 0 ] || skip "needs root"
    setpriv --reuid=nobody --clear-groups --regid=65534 test -x "$B/tally-inspect" || skip "nobody may not run what is in $B"
    USER_OF_DAEMON=nobody configure
    rmdir "$T/state" "$T/run"
    mkdir "$T/log"; chown nobody "$T/log"
    sed -i "s|$T/alerts.jsonl|$T/log/alerts.jsonl|" "$T/tallyd.conf"
    chmod 711 "$T"
    start_daemon
    [ "$(stat -c %U "/proc/$DAEMON")" = nobody ]
    [ "$(awk '/^CapEff/ { print $2 }' "/proc/$DAEMON/status")" = 0000000010000000 ] # CAP_LEASE
    drop a.txt
    has_it() { grep -q 标记 "$T/log/alerts.jsonl"; }
    wait_for has_it
    stop_daemon
    sed -i 's/^user = .*/user = nobody-of-that-name/' "$T/tallyd.conf"
    run "$B/tallyd" -c "$T/tallyd.conf"
    [ "$status" = 1 ]
    [[ "$output" == *"no user nobody-of-that-name"* ]]
}

@test "a second daemon on the same store is refused" {
    configure; start_daemon
    run "$B/tallyd" -c "$T/tallyd.conf"
    [ "$status" != 0 ]
    [[ "$output" == *"another tallyd uses this store"* ]]
    alive
}

@test "a damaged store is set aside, and everything is inspected again" {
    configure; start_daemon
    drop a.txt
    wait_for has_event_of finding a.txt
    stop_daemon
    dd if=/dev/urandom of="$T/state/tallyd.db" bs=4096 seek=1 count=8 conv=notrunc status=none
    rm -f "$T"/state/tallyd.db-*
    start_daemon
    wait_for has_line '.event.action == "store_rebuilt" and .log.level == "error"'
    wait_for has_outcome a.txt inspected
    ls "$T"/state/tallyd.db.damaged-*
    wait_for delivered
    [ "$(events_of finding a.txt | jq -r .event.id | sort -u | wc -l)" = 1 ] # told again, under the same id
}

@test "a document that crashes its process twice is set aside, and tried again on request" {
    mkdir "$T/plugins"
    cp "$B"/plugins/*.so "$T/plugins"
    cat >"$T/crash.c" <<'C'
#include "plugins/plugin.h"
#include <string.h>
static const char *const suffixes[] = {".crash", NULL};
static int probe(const char *head, size_t size, const char *name)
{
    (void)name;
    return size >= 5 && memcmp(head, "crash", 5) == 0 ? TALLYD_CERTAIN : TALLYD_NO;
}
static enum tallyd_result extract(const struct tallyd_input *input, struct tallyd_builder *b)
{
    (void)b;
    return *(volatile int *)(input->size - input->size) ? TALLYD_OK : TALLYD_EMPTY;
}
const struct tallyd_format tallyd_format = {.abi = TALLYD_PLUGIN_ABI, .name = "crash", .title_zh = "崩", .title_en = "crash",
    .version = "1", .suffixes = suffixes, .probe = probe, .extract = extract};
C
    "${CC:-cc}" -shared -fPIC -w -I"$ROOT" "$T/crash.c" -o "$T/plugins/crash.so"
    configure
    printf '[plugins]\npath = %s\n' "$T/plugins" >>"$T/tallyd.conf"
    start_daemon
    echo crash >"$T/drop/a.crash"
    wait_for has_outcome a.crash crashed
    [ "$(sql "SELECT attempts FROM file")" = 2 ]
    has_line '.tallyd.outcome == "crashed" and (.message | contains("signal"))'
    rm "$T/plugins/crash.so"
    "$B/tallyctl" reload --socket "$T/run/control"
    run "$B/tallyctl" retry --socket "$T/run/control"
    [ "$output" = "1 files are inspected again" ]
    wait_for has_outcome a.crash inspected
}
