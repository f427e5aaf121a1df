# Torture: kills, failing calls, floods, hostile documents and a long day against real processes; each script says what must
# hold. `make torture` runs all of it; `make check` the short form. How long each takes stands in docs/testing.md.
PACKAGES_SOAK := valgrind
TORTURE     := B=$(abspath $(B)) tests/torture
INTERPOSE   := $(B)/tests/torture/interpose.so
SUITE_NEEDS += $(INTERPOSE)
SUITES      += tests/torture/short.bats
SECONDS     ?= 3600
SAMPLES     ?= ../shared/samples/formats

$(INTERPOSE): tests/torture/interpose.c
	@mkdir -p $(@D)
	$(CC) -shared -fPIC -O1 -Wall -Wextra -D_GNU_SOURCE -o $@ $< -ldl -lgcc_s

torture-run: all $(INTERPOSE)
	$(TORTURE)/torture.py kill
	$(TORTURE)/torture.py kill --victim daemon
	$(TORTURE)/torture.py kill --victim inspector
	$(TORTURE)/torture.py kill --victim child
	$(TORTURE)/hostile.py $(SAMPLES)
	$(TORTURE)/torture.py flood
	$(TORTURE)/torture.py fail
	$(TORTURE)/torture.py steps
	@$(MAKE) --no-print-directory soak

soak: all ## a day made long: SECONDS (default 3600) of arrivals, reloads and rotations, then five minutes under valgrind
	$(call apt,$(PACKAGES_SOAK))
	$(TORTURE)/soak.py --seconds $(SECONDS)
	$(TORTURE)/soak.py --valgrind --seconds 300

.PHONY: torture-run soak
