#!/usr/bin/env bats
# The short form of `make torture`: a sample of its kills, of its failing calls and of its days.

setup() {
    TORTURE="$BATS_TEST_DIRNAME"
    export B=${B:-$BATS_TEST_DIRNAME/../../build}
    nm "$B/tallyd" | grep -q __asan_init && skip "the sanitizers' library must be loaded first" || true
}

@test "killed at random while files arrive: nothing lost, nothing doubled" { "$TORTURE/torture.py" kill --kills 20 --files 300; }
@test "the same with files that leave" { "$TORTURE/torture.py" kill --kills 20 --files 300 --move; }
@test "killed at a sample of its calls" { "$TORTURE/torture.py" steps --first 3 --step 47; }
@test "killed at a sample of its calls, with files that leave" { "$TORTURE/torture.py" steps --first 5 --step 47 --move; }
@test "a sample of its calls fail" { "$TORTURE/torture.py" fail --first 2 --step 401; }
@test "files come faster than they are taken" { "$TORTURE/torture.py" flood --files 1000; }
@test "hostile documents come to an end" { "$TORTURE/hostile.py"; }
@test "half a minute of an ordinary day" { "$TORTURE/soak.py" --seconds 30; }
@test "the parts of it end with a table" {
    run "$TORTURE/run.py" steps-nothing
    [ "$status" = 2 ]
    [[ "$output" == *"the parts are"* ]]
}
