#!/usr/bin/env bats
# The short form of `make torture`: a sample of its kills and of its failing calls.

setup() {
    TORTURE="$BATS_TEST_DIRNAME/torture.py"
    export B=${B:-$BATS_TEST_DIRNAME/../../build}
    nm "$B/tallyd" | grep -q __asan_init && skip "the sanitizers' library must be loaded first" || true
}

@test "killed at random while files arrive: nothing lost, nothing doubled" { "$TORTURE" kill --kills 20 --files 300; }
@test "killed at a sample of its calls" { "$TORTURE" steps --first 3 --step 997; }
@test "a sample of its calls fail" { "$TORTURE" fail --first 2 --step 401; }
@test "files come faster than they are taken" { "$TORTURE" flood --files 1000; }
