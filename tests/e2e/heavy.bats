#!/usr/bin/env bats
# Much at once, and large. Slower than the rest; still bounded.
load lib

ends_well() {
    wait_for descriptors_are "$DESCRIPTORS"
    drop after.txt
    wait_for has_outcome after.txt inspected
}
begin() {
    configure "$@"; start_daemon
    drop before.txt
    wait_for has_outcome before.txt inspected
    wait_for delivered
    DESCRIPTORS=$(descriptors)
}

@test "a file of 1 GiB" {
    begin
    truncate -s 1G "$T/.sparse" && mv "$T/.sparse" "$T/drop/sparse.txt"
    wait_for has_outcome sparse.txt too_large
    ends_well
}

@test "a file that the configuration lets in and the worker's memory does not hold" {
    begin "max_size = 2G"
    truncate -s 300M "$T/.sparse" && mv "$T/.sparse" "$T/drop/sparse.txt"
    ended() { [ -n "$(outcome sparse.txt)" ]; }
    wait_for ended
    [[ "$(outcome sparse.txt)" =~ ^(too_large|binary|limit)$ ]]
    ends_well
}

@test "one line of 50 MB" {
    begin
    head -c 50000000 /dev/zero | tr '\0' '7' >"$T/.line" && mv "$T/.line" "$T/drop/line.txt"
    ended() { [ -n "$(outcome line.txt)" ]; }
    wait_for ended
    [[ "$(outcome line.txt)" =~ ^(inspected|limit|timeout)$ ]]
    ends_well
}

@test "a million table cells" {
    begin
    python3 -c 'print("表\n" + ("\n".join("1 |" for _ in range(1000)) + "\n|\n") * 1000)' >"$T/.cells" && mv "$T/.cells" "$T/drop/cells.txt"
    ended() { [ -n "$(outcome cells.txt)" ]; }
    wait_for ended
    [[ "$(outcome cells.txt)" =~ ^(inspected|limit|timeout)$ ]]
    ends_well
}

@test "100,000 files at once" {
    PATIENCE=$((PATIENCE * 5))
    configure
    # most of them empty: it is the number that is tried here, and the small share of reports among them must not be lost
    python3 - "$T/drop" <<'PYTHON'
import os, sys
for i in range(100000):
    folder = f"{sys.argv[1]}/{i % 100}"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/{i}.txt", "w") as file:
        if i % 50 == 0:
            file.write(f"云岭县虚构事务中心自评报告\n\n第{i}个标记。\n")
PYTHON
    start_daemon
    wait_for has_done 100000
    wait_for delivered
    [ "$(sql "SELECT count(*) FROM file WHERE outcome = 'empty'")" = 98000 ]
    [ "$(sql "SELECT count(*) FROM file WHERE outcome = 'inspected'")" = 2000 ]
    [ "$(events finding | wc -l)" = 2000 ]
    [ "$(wc -l <"$T/alerts.jsonl")" -ge 102000 ]
    no_id_twice
}

@test "2,000 reports renamed in within a moment" {
    begin
    mkdir "$T/outside"
    for i in $(seq 2000); do echo "第$i个标记。" >"$T/outside/$i.txt"; done
    find "$T/outside" -name '*.txt' -exec mv -t "$T/drop" {} +
    wait_for has_done 2001
    wait_for delivered
    [ "$(events finding | wc -l)" -ge 2000 ]
    no_id_twice
    ends_well
}
