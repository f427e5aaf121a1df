# Fuzzing. A target is tests/fuzz/fuzz_NAME.c with a corpus in tests/fuzz/corpus/NAME/. A target named like a plugin gets
# that plugin's objects; another names the plugin to link, in a line of its own here:  FUZZ_PLUGIN_NAME := text
# `make fuzz T=60` runs each for 60 seconds under clang's libFuzzer; what it finds new stays in $(B)/fuzz/corpus/.
FUZZ_PLUGIN_separated := text
FUZZ_NAMES   := $(filter-out $(WITHOUT),$(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c))))
FUZZ_CC      ?= clang
FUZZ_OPTIONS := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_RUN     := -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1
FUZZ_SOURCES := $(filter-out %/main.c,$(sort $(wildcard daemon/*/*.c)))
FUZZ_DAEMON  := $(B)/fuzz/daemon.a
FUZZ_LIBS     = $(call libs,$(PKGS)) $(LIBS_PLUGIN_COMMON) -lm -ldl

$(B)/fuzz/%.o: %.c Makefile tests/fuzz/fuzz.mk
	@mkdir -p $(@D)
	$(FUZZ_CC) $(CPPFLAGS_) $(PKG_CFLAGS) -std=gnu11 $(WARN) $(WERROR) $(FUZZ_OPTIONS) -fsanitize=fuzzer-no-link -MMD -MP -c -o $@ $<

FUZZ_PARTS   := $(B)/fuzz/parts.a
$(FUZZ_PARTS): $(patsubst %.c,$(B)/fuzz/%.o,$(sort $(wildcard $(PLUGIN_PARTS:%=plugins/%/*.c))))
$(FUZZ_DAEMON): $(FUZZ_SOURCES:%.c=$(B)/fuzz/%.o)

# $(call fuzz_plugin,NAME): the sources of the plugin that a target links, if any
fuzz_plugin = $(sort $(wildcard plugins/$(or $(FUZZ_PLUGIN_$(1)),$(1))/*.c))

define fuzz_rule
$(B)/fuzz/fuzz_$(1): $(B)/fuzz/tests/fuzz/fuzz_$(1).o $(patsubst %.c,$(B)/fuzz/%.o,$(call fuzz_plugin,$(1))) $(FUZZ_PARTS) $(FUZZ_DAEMON)
	$$(FUZZ_CC) $$(FUZZ_OPTIONS) -fsanitize=fuzzer -o $$@ $$^ $$(FUZZ_LIBS) $$(LIBS_PLUGIN_$(or $(FUZZ_PLUGIN_$(1)),$(1)))

$(B)/tests/fuzz/replay_$(1): $(B)/tests/fuzz/replay.o $(B)/tests/fuzz/fuzz_$(1).o $(patsubst %.c,$(B)/%.o,$(call fuzz_plugin,$(1))) $(PART_LIBS) $(TEST_LIBS)
	$$(CC) $$(LDFLAGS_) -o $$@ $$(filter %.o,$$^) -Wl,--start-group $(PART_LIBS) $$(TEST_LIBS) -Wl,--end-group $$(FUZZ_LIBS) \
		$$(LIBS_PLUGIN_$(or $(FUZZ_PLUGIN_$(1)),$(1)))
endef
$(foreach name,$(FUZZ_NAMES),$(eval $(call fuzz_rule,$(name))))

fuzz-run: $(FUZZ_NAMES:%=$(B)/fuzz/fuzz_%)
	@set -e; for n in $(FUZZ_NAMES); do mkdir -p $(B)/fuzz/corpus/$$n; echo "fuzz_$$n: $(T) s"; \
	$(B)/fuzz/fuzz_$$n $(FUZZ_RUN) -max_total_time=$(T) -artifact_prefix=$(B)/fuzz/$$n- \
		$(B)/fuzz/corpus/$$n tests/fuzz/corpus/$$n >$(B)/fuzz/$$n.log 2>&1 || { tail -60 $(B)/fuzz/$$n.log; exit 1; }; \
	grep -E 'number_of_executed_units|new_units_added' $(B)/fuzz/$$n.log; done

# In `make check` every target runs over its corpus, with whatever compiler and sanitizer the build has.
SUITES      += $(FUZZ_NAMES:%=$(B)/tests/fuzz/replay_%)
SUITE_NEEDS += $(FUZZ_NAMES:%=$(B)/tests/fuzz/replay_%)

.PHONY: fuzz-run
