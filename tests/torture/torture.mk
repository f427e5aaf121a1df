# Torture: kills and failing calls against real processes (tests/torture/torture.py says what must hold). `make torture` is the
# long form, an hour; `make check` runs the short one.
TORTURE     := B=$(abspath $(B)) tests/torture/torture.py
INTERPOSE   := $(B)/tests/torture/interpose.so
SUITE_NEEDS += $(INTERPOSE)
SUITES      += tests/torture/short.bats

$(INTERPOSE): tests/torture/interpose.c
	@mkdir -p $(@D)
	$(CC) -shared -fPIC -O1 -Wall -Wextra -D_GNU_SOURCE -o $@ $< -ldl

torture-run: all $(INTERPOSE)
	$(TORTURE) kill --kills 500 --files 10000
	$(TORTURE) fail
	$(TORTURE) steps --step 7
	$(TORTURE) flood --files 200000

.PHONY: torture-run
