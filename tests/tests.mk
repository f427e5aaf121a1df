# Tests. Every suite is a program that prints TAP (the Test Anything Protocol); `make check` runs them all under prove.
# `make unit T=decimal` runs one unit test and shows what it prints.
T ?=
UNIT_TESTS := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/unit/test_*.c)))
TEST_LIBS  := $(B)/daemon/tallyd.a $(B)/daemon/tallyctl.a $(B)/daemon/inspect.a $(B)/daemon/report.a $(B)/daemon/wire.a \
	$(B)/daemon/base.a
SUITES     += $(UNIT_TESTS)

# A test that needs more names its objects and archives in a *.mk of its own, and libraries in TEST_LINK.
$(B)/tests/unit/test_%: $(B)/tests/unit/test_%.o $(TEST_LIBS)
	$(CC) $(LDFLAGS_) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(call libs,$(PKGS) cmocka) \
		$(TEST_LINK) $(LIBS_PLUGIN_COMMON) -lm -ldl

# fuzz/fuzz.mk is read before this page.
$(FUZZ_NAMES:%=$(B)/tests/fuzz/replay_%): $(TEST_LIBS)

unit: $(if $(T),$(B)/tests/unit/test_$(T),$(UNIT_TESTS))
	@set -e; for t in $^; do $$t; done

# B tells the scripts which build to test. End-to-end suites time out on a loaded machine: two at a time is enough.
check-run: all $(UNIT_TESTS) $(SUITE_NEEDS)
	B=$(abspath $(B)) CMOCKA_MESSAGE_OUTPUT=TAP prove --jobs 2 --exec '' $(SUITES)

.PHONY: unit check-run
.SECONDARY:
