#!/usr/bin/env bats
# What a wrong word on a command line or in a configuration is answered: what is wrong, what was meant, exit status 2 (or 1
# of a configuration).
load lib

VERBS="check show rules formats test status ledger retry reload"

# wrong "TEXT" ARGUMENT…: tallyctl refuses the call and says TEXT.
wrong() {
    run "$B/tallyctl" "${@:2}"
    [ "$status" = 2 ] && [[ "$output" == *"$1"* ]] || { echo "${*:2}: $status: $output"; return 1; }
}

@test "help: every verb, in 80 columns, by verb and by option" {
    for verb in $VERBS; do
        "$B/tallyctl" help | grep -q "^  $verb "
        [ "$("$B/tallyctl" help "$verb")" = "$("$B/tallyctl" "$verb" --help)" ]
        [ -z "$("$B/tallyctl" help "$verb" | LC_ALL=C.UTF-8 grep -E '.{81}')" ]
    done
    [ "$("$B/tallyctl" help | grep -c '^  [a-z]* ')" = $(($(wc -w <<<"$VERBS") + 2)) ] # and the two lines on help and version
    [ "$("$B/tallyctl" -h)" = "$("$B/tallyctl" help)" ]
    [ "$("$B/tallyctl" -V)" = "$("$B/tallyctl" --version)" ]
}

@test "a wrong word is told with the one that was meant" {
    report=$ROOT/docs/examples/青禾县水务局2022年度绩效自评报告.txt
    wrong "usage: tallyctl VERB"
    wrong "chek: no such verb; did you mean check?" chek "$report"
    wrong "chek: no such verb; did you mean check?" help chek
    wrong "zzz: no such verb; tallyctl help lists them" zzz
    wrong "--explan: no such option; did you mean --explain?" check --explan "$report"
    wrong "--only: needs a value: RULE" check --only
    wrong "--explain=1: takes no value" check --explain=1 "$report"
    wrong "--format xml: expected one of text|jsonl" check --format xml "$report"
    wrong "--max -1: expected a number" ledger --max -1
    wrong "x: takes no operand" status x
    wrong "x: takes no operand" formats x
    wrong "score.sun: no such rule or group; did you mean score.sum?" rules score.sun
    wrong "no file given" check
    wrong "[rule score.sun]: there is no such rule; did you mean score.sum?" check --set score.sun:enabled=no "$report"
    wrong "has no such parameter; it has" check --set budget.overrun:limt=1 "$report"
    wrong "expected yes or no" check --set score.sum:enabled=perhaps "$report"
    wrong "--only score.sun: no such rule; did you mean score.sum?" check --only score.sun "$report"
    wrong "score.sun: no rule or group of that name" test score.sum score.sun
    wrong "/nowhere: No such file" check --rules /nowhere "$report"
    wrong "is tallyd running?" status --socket /nowhere/control
}

@test "a rule tells what it looks for and what can be set" {
    "$B/tallyctl" rules budget.overrun >"$T/rule"
    grep -q '^budget.overrun  *warning  *stable  *on  *超预算执行$' "$T/rule"
    grep -q '^  Spending above its budget' "$T/rule"
    grep -q '^  params: limit = 100' "$T/rule"
    grep -q '^  file: /.*/rules/budget/overrun.lua$' "$T/rule"
    [ "$("$B/tallyctl" rules --json score | jq 'map(.id | startswith("score.")) | all and length > 3')" = true ]
    "$B/tallyctl" rules $("$B/tallyctl" rules | cut -d. -f1 | sort -u) >"$T/all" # each says what it looks for
    awk '/^[a-z]/ { n++; id = $1; getline; if ($0 !~ /^  [A-Z]/) { print id; bad = 1 } } END { exit bad || n < 50 }' "$T/all"
}

@test "tests by rule and by group" {
    "$B/tallyctl" test score.sum | grep -q '^ok 1 - score.sum fires'
    "$B/tallyctl" test year sum >"$T/tap"
    grep -q ' year.stale ' "$T/tap" && grep -q ' sum.lineage ' "$T/tap"
    [ "$(grep -c ' budget\.' "$T/tap")" = 0 ]
}

@test "the daemon's configuration, with the rules' settings" {
    configure
    "$B/tallyd" -c "$T/tallyd.conf" --check-config
    printf '[rule e2e.mrak]\nenabled = no\n' >>"$T/tallyd.conf"
    run "$B/tallyd" -c "$T/tallyd.conf" --check-config
    [ "$status" = 1 ] && [ "$output" = "[rule e2e.mrak]: there is no such rule; did you mean e2e.mark?" ]
    sed -i 's/e2e.mrak/e2e.mark/' "$T/tallyd.conf"
    echo 'not Lua' >"$T/rules/e2e/broken.lua"
    run "$B/tallyd" -c "$T/tallyd.conf" --check-config
    [ "$status" = 1 ] && [[ "$output" == *"broken.lua:1: "* ]]
    run "$B/tallyd" --chek-config
    [ "$status" = 2 ]
}

# completes "WORDS…" EXPECTED…: what is offered for the last of the words, which may be empty.
completes() {
    read -ra COMP_WORDS <<<"$1"
    [[ $1 != *" " ]] || COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _tallyctl "$B/tallyctl" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    [ "${COMPREPLY[*]}" = "${*:2}" ] || { echo "$1: ${COMPREPLY[*]}"; return 1; }
}

@test "completion of the command line" {
    source "$ROOT/config/tallyctl.bash"
    completes "tallyctl che" check
    completes "tallyctl re" retry reload
    completes "tallyctl help st" status
    completes "tallyctl check --exp" --explain
    completes "tallyctl check --format " text jsonl
    completes "tallyctl check --only score.wei" score.weights
    completes "tallyctl test year.st" year.stale
    completes "tallyctl check --workers "
    touch "$T/报告.txt"
    cd "$T"
    completes "tallyctl check 报" 报告.txt
}
