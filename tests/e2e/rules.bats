#!/usr/bin/env bats
# Rules that misbehave: each becomes an event that names rule, document and limit, and the other rules still run.
load lib

# rule NAME BODY: a rule whose check is BODY.
rule() {
    printf 'return { id = "e2e.%s", title = { zh = "%s", en = "%s" }, severity = "notice", maturity = "stable",\n' "$1" "$1" "$1"
    printf '  version = "1", check = function(report)\n%s\nend }\n' "$2"
}
# hostile NAME FAILURE BODY: the rule fails with FAILURE, the rule e2e.mark is not harmed, and the daemon goes on.
hostile() {
    rule "$1" "$3" >"$T/rules/e2e/$1.lua"
    configure; start_daemon
    drop a.txt
    wait_for has_event_of finding a.txt
    wait_for has_event_of rule a.txt
    [ "$(events_of rule a.txt | jq -r .rule.id)" = "e2e.$1" ]
    events_of rule a.txt | grep -q "$2"
    has_outcome a.txt inspected
    alive
}

@test "throws" { hostile throws error 'error("so nicht")'; }
@test "throws something odd" { hostile odd error 'error(setmetatable({}, { __tostring = function() error("again") end }))'; }
@test "loops" { hostile loops instructions 'while true do end'; }
@test "loops behind pcall" { hostile pcalls instructions 'while true do pcall(function() while true do end end) end'; }
@test "takes memory without end" { hostile eats memory 'local t = {} while true do t[#t + 1] = ("x"):rep(10000) .. #t end'; }
@test "repeats a string without end" { hostile rep memory 'return ("x"):rep(1 << 40)'; }
@test "recurses without end" { hostile deep 'error\|memory\|instructions' 'local function f(n) return 1 + f(n + 1) end return f(1)'; }
@test "feeds a catastrophic pattern" {
    hostile pattern matcher 'local s = ("a"):rep(5000) for i = 1, 1000 do s:find((".-"):rep(20) .. "b") end'
}

@test "has no way out of its box" {
    rule box 'assert(not os and not io and not debug and not load and not dofile and not loadstring and not package and not
        coroutine and not string.dump and not rawset and not collectgarbage)
        local ok = pcall(function() report.title = "x" end)
        assert(not ok)
        report:flag{ zh = "关着", en = "closed", evidence = { report:sentences{ contains = "标记" }[1].evidence } }' >"$T/rules/e2e/box.lua"
    configure; start_daemon
    drop a.txt
    wait_for has_line '.rule.id == "e2e.box" and .event.dataset == "tallyd.finding"'
}

@test "is refused at load: bytecode, a wrong id, no check" {
    configure; start_daemon
    old=$(status .rules.ruleset)
    for bad in '\033Lua' 'return { id = "other.name" }' 'return 7'; do
        printf "$bad" >"$T/rules/e2e/bad.lua"
        run "$B/tallyctl" reload --socket "$T/run/control"
        [ "$status" != 0 ]
        [[ "$output" == *bad.lua* ]]
    done
    [ "$(status .rules.ruleset)" = "$old" ]
}
