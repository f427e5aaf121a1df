# Tests. `make unit T=decimal` runs one unit test; `make check` runs all there is.
T ?=
UNIT_TESTS := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/unit/test_*.c)))
TEST_LIBS  := $(B)/daemon/tallyd.a $(B)/daemon/tallyctl.a $(B)/daemon/inspect.a $(B)/daemon/report.a $(B)/daemon/wire.a \
	$(B)/daemon/base.a

$(B)/tests/unit/test_%: $(B)/tests/unit/test_%.o $(TEST_LIBS)
	$(CC) $(LDFLAGS_) -o $@ $< -Wl,--start-group $(TEST_LIBS) -Wl,--end-group $(call libs,$(PKGS) cmocka) -lm -ldl

unit: $(if $(T),$(B)/tests/unit/test_$(T),$(UNIT_TESTS))
	@set -e; for t in $^; do $$t; done

.PHONY: unit
.SECONDARY:
