# End to end: real processes in temporary folders. `make e2e` alone runs these; `make check` runs them with all the others.
E2E_TESTS := $(sort $(wildcard tests/e2e/*.bats))
SUITES    += $(E2E_TESTS)

e2e: all
	B=$(abspath $(B)) prove --jobs 2 --exec '' $(E2E_TESTS)

.PHONY: e2e
