#!/usr/bin/env bats
# The examples in the documentation do what is said of them.
load lib

# block FILE WORD: the first block of code in FILE that has WORD in it; blocks are fenced or indented by four blanks.
block() {
    python3 - "$ROOT/$1" "$2" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
fenced = re.findall(r"^```\w*\n(.*?)^```$", text, re.S | re.M)
indented = [re.sub("^ {4}", "", b, flags=re.M) for b in re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", text, re.M)]
print(next(b for b in fenced + indented if sys.argv[2] in b).strip("\n"))
PY
}

@test "README: the report that is shown" {
    block README.md '$ tallyctl check' >"$T/shown"
    cd "$ROOT"
    "$B/tallyctl" check "$(sed -n '1s/^\$ tallyctl check //p' "$T/shown")" >"$T/output" || [ $? = 1 ]
    sed 1d "$T/shown" | grep -v '^  …$' >"$T/expected" # a line that ends in … is shown in part
    [ "$(wc -l <"$T/expected")" -ge 10 ]
    while IFS= read -r line; do # in this order
        [ -n "$line" ]
        at=$(awk -v line="${line%…}" -v whole="$line" '$0 == whole || line != whole && index($0, line) == 1 { print NR; exit }' "$T/output")
        [ -n "$at" ] || { echo "not printed: $line"; cat "$T/output"; return 1; }
        sed -i "1,${at}d" "$T/output"
    done <"$T/expected"
}

@test "the rule that the manuals begin with, on its documents" {
    for page in README.md README.zh-CN.md docs/rules.md; do
        mkdir -p "$T/$page/sum"
        block "$page" 'id = "sum.mismatch"' >"$T/$page/sum/mismatch.lua"
        block docs/rules.md '#! fires 合计' >"$T/$page/sum/mismatch.test"
        "$B/tallyctl" test --rules "$T/$page" | grep -Fx '2 passed, 0 failed'
    done
    # the manual page shows the same documents
    grep -Fx -f <(block docs/rules.md '#! fires 合计') "$ROOT/docs/man/tallyctl.1" | cmp - <(block docs/rules.md '#! fires 合计')
}

@test "the first rule of one's own, its settings and its words, as docs/rules.md tells" {
    mkdir -p "$T/rules/local" "$T/lexicon"
    block docs/rules.md 'id = "local.draft"' >"$T/rules/local/draft.lua"
    block docs/rules.md '#! fires 标题后的括注' >"$T/rules/local/draft.test"
    "$B/tallyctl" test --rules "$T/rules" local.draft | grep -Fx '4 passed, 0 failed'
    block docs/rules.md 'synonyms = ' >"$T/lexicon/own.ini"
    printf '2022年，日常运转支出612.40万元。\n' >"$T/own.txt"
    "$B/tallyctl" show --facts --lexicon "$B/lexicon" --lexicon "$T/lexicon" "$T/own.txt" | grep -q '基本支出(日常运转支出)'
    block docs/rules.md '[rule local.draft]' >"$T/settings"
    { printf '[watch drop]\npath = %s\n' "$T/drop"
      sed "s|/usr/share/tallyd/rules|$B/rules|; s|/usr/share/tallyd/lexicon|$B/lexicon|; s|/etc/tallyd|$T|" "$T/settings"; } >"$T/tallyd.conf"
    "$B/tallyd" -c "$T/tallyd.conf" --check-config
    sed -i 's/^lines = /linse = /' "$T/tallyd.conf"
    run "$B/tallyd" -c "$T/tallyd.conf" --check-config
    [ "$output" = "[rule local.draft] linse: the rule has no such parameter; it has lines" ]
}

@test "a plugin of one's own is the one that is built in the tests" {
    block docs/formats.md 'tallyd_format tallyd_format' >"$T/memo.c"
    tokens() { sed '/^\/\*.*\*\/$/d' "$1" | tr -d ' \n'; }
    [ "$(tokens "$T/memo.c")" = "$(tokens "$ROOT/tests/example-plugin/memo.c")" ]
}

@test "the rotation of the alerts is the one that is installed" {
    block docs/operations.md 'rotate 30' | cmp - "$ROOT/config/tallyd.logrotate"
}

@test "configuration and queries for the administrator" {
    mkdir "$T/done"
    block docs/operations.md 'after = move' >"$T/part.conf"
    sed -i "s|/srv/tallyd|$T|" "$T/part.conf"
    "$B/tallyd" -c "$T/part.conf" --check-config
    block docs/operations.md 'sqlite3 -readonly' >"$T/queries"
    sed -i "s|/var/lib/tallyd|$T/state|" "$T/queries"
    [ "$(wc -l <"$T/queries")" = 2 ]
    configure; start_daemon
    drop a.txt; wait_for has_outcome a.txt inspected
    bash -e "$T/queries" | grep -q e2e.mark
}
