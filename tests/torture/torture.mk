# Torture: kills, failing calls, floods, hostile documents and a long day against real processes; each script says what must
# hold. `make torture` runs all of it; `make check` the short form. How long each takes stands in docs/testing.md.
PACKAGES_SOAK := valgrind
TORTURE     := B=$(abspath $(B)) tests/torture
INTERPOSE   := $(B)/tests/torture/interpose.so
VALGRINDED  := $(B)/tests/torture/under_valgrind.so
SUITE_NEEDS += $(INTERPOSE)
SUITES      += tests/torture/short.bats
SECONDS     ?= 3600
SAMPLES     ?= ../shared/samples/formats

$(INTERPOSE) $(VALGRINDED): $(B)/%.so: %.c
	@mkdir -p $(@D)
	$(CC) -shared -fPIC -O1 -Wall -Wextra -D_GNU_SOURCE -o $@ $< -ldl -lgcc_s

torture-run: all $(INTERPOSE) $(VALGRINDED)
	$(call apt,$(PACKAGES_SOAK))
	$(TORTURE)/run.py --seconds $(SECONDS) --samples $(SAMPLES)

soak: all $(VALGRINDED) ## a day made long: SECONDS (default 3600) of arrivals, reloads and rotations, then five minutes under valgrind
	$(call apt,$(PACKAGES_SOAK))
	$(TORTURE)/run.py --seconds $(SECONDS) soak valgrind

.PHONY: torture-run soak
