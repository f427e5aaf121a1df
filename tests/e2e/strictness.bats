#!/usr/bin/env bats
# The dial: what is told at each strictness, on the command line and by the daemon; what is held back is counted.
load lib

# finder NAME LEVEL MATURITY: a rule that always finds something.
finder() {
    printf 'return { id = "e2e.%s", title = { zh = "%s", en = "%s" }, severity = "%s", maturity = "%s",\n' "$1" "$1" "$1" "$2" "$3"
    printf 'version = "1", check = function(report)\n'
    printf 'report:flag{ zh = "甲", en = "a", evidence = { report:sentences()[1] } } end }\n'
}
finders() {
    finder firm warning stable >"$T/rules/e2e/firm.lua"
    finder mild notice stable >"$T/rules/e2e/mild.lua"
    finder young notice experimental >"$T/rules/e2e/young.lua"
}
# told N: `rules that tell at strictness N`/`findings held back`
told() {
    printf '一份报告。\n' >"$T/report.txt"
    "$B/tallyctl" check --rules "$T/rules" --strictness "$1" --format jsonl "$T/report.txt" | jq -r -s \
        '([.[] | select(.event.dataset == "tallyd.finding") | .rule.id | ltrimstr("e2e.")] | sort | join(" ")) + "/"
            + (.[-1].tallyd.findings_withheld | tostring)'
}

@test "one tells warnings of stable rules, two notices too, three what is experimental" {
    mkdir -p "$T/rules/e2e"
    rm -f "$T"/rules/e2e/*
    finders
    [ "$(told 1)" = "firm/1" ]
    [ "$(told 2)" = "firm mild/0" ]
    [ "$(told 3)" = "firm mild young/0" ]
    run "$B/tallyctl" check --strictness 5 "$T/report.txt"
    [ "$status" = 2 ]
}

@test "the daemon takes the dial from its configuration" {
    configure
    finders
    sed -i "s/^path = .*rules$/&\nstrictness = 1/" "$T/tallyd.conf"
    start_daemon
    drop a.txt
    wait_for has_line '.rule.id == "e2e.firm"'
    wait_for has_line '.event.dataset == "tallyd.report" and .tallyd.findings_withheld > 0'
    ! has_line '.rule.id == "e2e.mild"'
}
