#!/usr/bin/env bats
# The unit under a real systemd: a container (systemd-nspawn) over this machine's root, whose every change goes into
# memory, is booted, tallyd is installed in it as a package would, and one test goes on where the last one ended.
# `make systemd-test`; skipped where the machine cannot do it.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
export PATIENCE=${PATIENCE:-60}

setup_file() {
    export W
    W=$(mktemp -d "${TMPDIR:-/tmp}/tallyd-systemd-XXXXXX")
    why_not >"$W/why_not" || return 0
    install_unit >"$W/install" 2>&1
    boot
    wait_for test -n "$(leader)"
    wait_for booted
}

# Says why the machine cannot boot a container; fails where it can.
why_not() {
    local tool
    [ "$(id -u)" = 0 ] || { echo "needs root"; return 1; }
    for tool in systemd-nspawn script nsenter; do
        command -v "$tool" >/dev/null || { echo "$tool is not installed"; return 1; }
    done
    mount -t tmpfs -o mode=0755 tallyd-systemd "$W" 2>/dev/null || { echo "nothing can be mounted here"; return 1; }
    mkdir "$W/up" "$W/work" "$W/root"
    mount -t overlay -o "lowerdir=/,upperdir=$W/up,workdir=$W/work" tallyd-systemd "$W/root" 2>/dev/null || {
        echo "no overlay of the root can be mounted here"; return 1; }
}

# Nothing of this machine's own services is started; a watchdog and a restart that a test can wait for.
install_unit() {
    make -s -C "$ROOT" install DESTDIR="$W/root" PREFIX=/usr
    rm -rf "$W"/root/etc/systemd/system/*.wants "$W"/root/lib/systemd/system/tallyd.service.d
    mkdir -p "$W/root/etc/systemd/system/tallyd.service.d"
    printf '[Service]\nWatchdogSec=2s\nRestartSec=100ms\n' >"$W/root/etc/systemd/system/tallyd.service.d/test.conf"
    : >"$W/root/etc/machine-id"
}

boot() {
    script -qfc "systemd-nspawn -D $W/root -b --register=no --keep-unit \
        --system-call-filter='landlock_create_ruleset landlock_add_rule landlock_restrict_self' \
        systemd.unit=multi-user.target" /dev/null >"$W/console" 2>&1 </dev/null 3>&- &
    echo $! >"$W/script"
}

# The container's first process, as this machine numbers it.
leader() {
    local nspawn
    nspawn=$(cat "/proc/$(cat "$W/script")/task/$(cat "$W/script")/children" 2>/dev/null | awk '{ print $1 }')
    [ -n "$nspawn" ] && awk '{ print $1 }' "/proc/$nspawn/task/$nspawn/children" 2>/dev/null
}
box() { nsenter -t "$(leader)" -m -u -i -n -p -C -- "$@"; }
booted() { [[ "$(box systemctl is-system-running 2>/dev/null)" =~ ^(running|degraded)$ ]]; }

teardown_file() {
    local pid
    if [ ! -s "$W/why_not" ] && pid=$(leader) && [ -n "$pid" ]; then
        kill -RTMIN+4 "$pid" # power off
        wait_for test ! -e "/proc/$pid" || kill -KILL "$pid"
    fi
    ! mountpoint -q "$W/root" || umount "$W/root"
    ! mountpoint -q "$W" || umount "$W"
    rm -rf "$W"
}

setup() { [ ! -s "$W/why_not" ] || skip "$(cat "$W/why_not")"; }
teardown() {
    [ -n "$BATS_TEST_COMPLETED" ] || [ -s "$W/why_not" ] || box journalctl -u tallyd --no-pager -n 40
}

wait_for() {
    local end=$((SECONDS + PATIENCE))
    until "$@" >/dev/null 2>&1; do
        if [ $SECONDS -ge $end ]; then echo "waited in vain for: $*"; return 1; fi
        sleep 0.1
    done
}
property() { box systemctl show tallyd -P "$1"; }
findings() { box cat /var/log/tallyd/alerts.jsonl | jq -r --arg name "$1" 'select(.event.dataset == "tallyd.finding" and .file.name == $name) | .event.id'; }
has_finding() { [ -n "$(findings "$1")" ]; }
has_new_pid() { local now; now=$(property MainPID) && [ "$now" != 0 ] && [ "$now" != "$1" ]; }
# As a department's clerk would: another user, with an ordinary umask.
drop() { box sh -c "umask 022; cat >/srv/tallyd/drop/$2" <"$1"; }
document() { printf '云岭县虚构事务中心自评报告\n\n%s\n' "$1" >"$BATS_TEST_TMPDIR/$2"; drop "$BATS_TEST_TMPDIR/$2" "$2"; }
EXAMPLE=$ROOT/docs/examples/云麓市行政审批服务中心2023年度绩效自评表.txt
conf() { box sh -c 'mkdir -p /etc/tallyd/tallyd.conf.d; cat >/etc/tallyd/tallyd.conf.d/test.conf'; }

@test "it starts, as its own user, with one capability" {
    box systemctl start tallyd
    [ "$(property ActiveState)" = active ]
    pid=$(property MainPID)
    [ "$(box stat -c %U "/proc/$pid")" = tallyd ]
    [ "$(box awk '/^CapEff/ { print $2 }' "/proc/$pid/status")" = 0000000010000000 ] # CAP_LEASE
    box systemctl status tallyd | grep -q 'Status:\|active (running)'
    [ "$(box tallyctl status --json | jq -r '.state, .watches[0].tested' | tr '\n' ' ')" = "ready opening " ]
}

@test "what is dropped is told in the journal and in the file, under one id" {
    drop "$EXAMPLE" first.txt
    wait_for has_finding first.txt
    id=$(findings first.txt | head -1)
    in_journal() { box journalctl -t tallyd -o cat --no-pager | grep -q "$id"; }
    wait_for in_journal
    [ "$(box journalctl -t tallyd -o cat --no-pager | grep -c "$id")" = 1 ]
    [ "$(box stat -c '%U %a' /var/log/tallyd/alerts.jsonl)" = "tallyd 640" ]
}

@test "a reload takes a new rule; a bad one is refused and said, and the old stay" {
    box mkdir -p /etc/tallyd/rules/e2e
    box sh -c 'cat >/etc/tallyd/rules/e2e/mark.lua' <"$ROOT/tests/e2e/rules/e2e/mark.lua"
    printf '[rules]\npath = /usr/share/tallyd/rules /etc/tallyd/rules\n' | conf
    old=$(box tallyctl status --json | jq -r .rules.ruleset)
    box systemctl reload tallyd
    [ "$(property ActiveState)" = active ]
    taken() { [ "$(box tallyctl status --json | jq -r .rules.ruleset)" != "$old" ]; }
    wait_for taken
    document 这里有标记。 mark.txt
    wait_for has_finding mark.txt
    echo 'return {' | box sh -c 'cat >/etc/tallyd/rules/e2e/broken.lua'
    box systemctl reload tallyd
    stale() { [ "$(box tallyctl status --json | jq -r .state)" = stale ]; }
    wait_for stale
    box journalctl -u tallyd --no-pager | grep -q 'broken.lua:'
    box rm /etc/tallyd/rules/e2e/broken.lua
    box systemctl reload tallyd
    ready() { [ "$(box tallyctl status --json | jq -r .state)" = ready ]; }
    wait_for ready
}

@test "one that hangs is killed by the watchdog, started again, and goes on" {
    pid=$(property MainPID)
    box kill -STOP "$pid"
    document 停住时来的标记。 hung.txt
    wait_for has_new_pid "$pid"
    wait_for has_finding hung.txt
    [ "$(property NRestarts)" -ge 1 ]
    box journalctl -u tallyd --no-pager | grep -qi watchdog
    [ "$(findings first.txt | sort | uniq -d | wc -l)" = 0 ] # nothing is told again
}

@test "one that is killed is started again, and goes on" {
    pid=$(property MainPID)
    document 被杀时来的标记。 killed.txt
    box kill -KILL "$pid"
    wait_for has_new_pid "$pid"
    wait_for has_finding killed.txt
    [ "$(findings killed.txt | wc -l)" = 1 ]
}

@test "after = move: two mounts are refused with the cure, one folder above both works" {
    printf '[watch drop]\nafter = move\nmove_to = /srv/tallyd/done\n' | conf
    box mkdir -p /srv/tallyd/done
    box chown tallyd: /srv/tallyd/done
    printf '[Service]\nReadWritePaths=/srv/tallyd/drop /srv/tallyd/done\n' |
        box sh -c 'cat >/etc/systemd/system/tallyd.service.d/move.conf'
    box systemctl daemon-reload
    run box systemctl restart tallyd
    [ "$status" != 0 ]
    box journalctl -u tallyd --no-pager | grep -q 'lies on another mount than its path.*ReadWritePaths='
    printf '[Service]\nReadWritePaths=/srv/tallyd\n' | box sh -c 'cat >/etc/systemd/system/tallyd.service.d/move.conf'
    box systemctl daemon-reload
    box systemctl reset-failed tallyd
    box systemctl restart tallyd
    [ "$(box tallyctl status --json | jq -r '.watches[0].tested')" = cookie ]
    drop "$EXAMPLE" moved.txt
    wait_for box test -f /srv/tallyd/done/inspected/moved.txt
    wait_for has_finding moved.txt
}

@test "it stops when it is told to, with status 0" {
    box systemctl stop tallyd
    [ "$(property ActiveState)" = inactive ]
    [ "$(property Result)" = success ]
    [ "$(property ExecMainStatus)" = 0 ]
    box systemctl start tallyd
    [ "$(property ActiveState)" = active ]
}

@test "the running unit is locked up: systemd-analyze security" {
    exposure=$(box systemd-analyze security tallyd --no-pager | awk '/Overall exposure/ { print $(NF - 2) }')
    echo "exposure $exposure" >&3
    awk -v exposure="$exposure" 'BEGIN { exit !(exposure != "" && exposure <= 1.5) }'
}
