# Fuzzing. A target is tests/fuzz/fuzz_NAME.c with a corpus in tests/fuzz/corpus/NAME/, and, where the grammar has words, a line for
# each in tests/fuzz/words/NAME. A target named like a plugin gets that plugin's objects; another names the plugin to link, in
# a line of its own here:  FUZZ_PLUGIN_NAME := text
# `make fuzz T=60` runs each for 60 seconds under clang's libFuzzer, `make fuzz N=1000000` each so many times; what it finds new
# stays in $(B)/fuzz/corpus/. `make fuzz ONLY='text html'` runs these alone, `make fuzz MORE=FOLDER` begins with the inputs in
# FOLDER/NAME too, which marks.py makes of documents. `make fuzz-cover` says what the corpora reach.
FUZZ_PLUGIN_separated := text
# The longest input, in bytes, where it is not the usual one: short inputs are quick, and long ones rarely say more.
FUZZ_LEN          := 2048
FUZZ_LEN_utf8     := 512
FUZZ_LEN_quantity := 512
FUZZ_LEN_html     := 4096
FUZZ_LEN_odf      := 4096
FUZZ_LEN_ofd      := 4096
FUZZ_LEN_ole      := 4096
FUZZ_LEN_ooxml    := 4096
FUZZ_LEN_pdf      := 3072
FUZZ_NAMES   := $(filter-out $(WITHOUT),$(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c))))
FUZZ_CC      ?= clang
FUZZ_OPTIONS := -O2 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
# libFuzzer's choice of what to mutate by rarity costs a fifth of the executions here.
FUZZ_RUN     := -timeout=20 -rss_limit_mb=2048 -entropic=0 -print_final_stats=1
# Freed memory is kept aside until 4 MB of it are, far more than one input frees, not 256, which the caches do not hold; who
# allocated it is told by running what was found again without this.
FUZZ_ASAN    := quarantine_size_mb=4:thread_local_quarantine_size_kb=64:malloc_context_size=1
FUZZ_SOURCES := $(filter-out %/main.c,$(sort $(wildcard daemon/*/*.c)))
FUZZ_DAEMON  := $(B)/fuzz/daemon.a
FUZZ_LIBS     = $(call libs,$(PKGS)) $(LIBS_PLUGIN_COMMON) -lm -ldl

# What numbers are compared with is worth knowing where bytes are numbers; for text it is half of the time, and there the words
# do that. Strings that are compared are seen either way.
FUZZ_GUIDE   := -fno-sanitize-coverage=trace-cmp
$(B)/fuzz/plugins/ole/%.o: FUZZ_GUIDE :=

$(B)/fuzz/%.o: %.c Makefile tests/fuzz/fuzz.mk
	@mkdir -p $(@D)
	$(FUZZ_CC) $(CPPFLAGS_) $(PKG_CFLAGS) -std=gnu11 $(WARN) $(WERROR) $(FUZZ_OPTIONS) -fsanitize=fuzzer-no-link $(FUZZ_GUIDE) -MMD -MP -c -o $@ $<

FUZZ_PARTS   := $(B)/fuzz/parts.a
$(FUZZ_PARTS): $(patsubst %.c,$(B)/fuzz/%.o,$(sort $(wildcard $(PLUGIN_PARTS:%=plugins/%/*.c))))
$(FUZZ_DAEMON): $(FUZZ_SOURCES:%.c=$(B)/fuzz/%.o)

# $(call fuzz_plugin,NAME): the sources of the plugin that a target links, if any
fuzz_plugin = $(sort $(wildcard plugins/$(or $(FUZZ_PLUGIN_$(1)),$(1))/*.c))

define fuzz_rule
$(B)/fuzz/fuzz_$(1): $(B)/fuzz/tests/fuzz/fuzz_$(1).o $(patsubst %.c,$(B)/fuzz/%.o,$(call fuzz_plugin,$(1))) $(FUZZ_PARTS) $(FUZZ_DAEMON)
	$$(FUZZ_CC) $$(FUZZ_OPTIONS) -fsanitize=fuzzer -o $$@ $$^ $$(FUZZ_LIBS) $$(LIBS_PLUGIN_$(or $(FUZZ_PLUGIN_$(1)),$(1)))

$(B)/tests/fuzz/replay_$(1): $(B)/tests/fuzz/replay.o $(B)/tests/fuzz/fuzz_$(1).o $(patsubst %.c,$(B)/%.o,$(call fuzz_plugin,$(1))) $(PART_LIBS)
	$$(CC) $$(LDFLAGS_) -o $$@ $$(filter %.o,$$^) -Wl,--start-group $(PART_LIBS) $$(TEST_LIBS) -Wl,--end-group $$(FUZZ_LIBS) \
		$$(LIBS_PLUGIN_$(or $(FUZZ_PLUGIN_$(1)),$(1)))
endef
$(foreach name,$(FUZZ_NAMES),$(eval $(call fuzz_rule,$(name))))

# A dictionary: a word in quotes on each line, bytes that are no plain character as \xHH.
$(B)/fuzz/%.dict: tests/fuzz/words/%
	@mkdir -p $(@D)
	perl -ne 'chomp; s/([^ -~]|["\\])/sprintf "\\x%02X", ord $$1/ge; print "\"$$_\"\n" if length' $< >$@

ONLY        ?=
FUZZ_CHOSEN  = $(or $(ONLY),$(FUZZ_NAMES))
FUZZ_WORDS   = $(patsubst tests/fuzz/words/%,%,$(wildcard tests/fuzz/words/*))
# $(call fuzz_one,NAME): runs it, and prints how often and how fast, or the end of its log
define fuzz_one
mkdir -p $(B)/fuzz/corpus/$(1); \
ASAN_OPTIONS=$(FUZZ_ASAN) $(B)/fuzz/fuzz_$(1) $(FUZZ_RUN) -max_len=$(or $(FUZZ_LEN_$(1)),$(FUZZ_LEN)) $(if $(N),-runs=$(N),-max_total_time=$(T)) \
	$(if $(filter $(1),$(FUZZ_WORDS)),-dict=$(B)/fuzz/$(1).dict) -artifact_prefix=$(B)/fuzz/$(1)- \
	$(B)/fuzz/corpus/$(1) tests/fuzz/corpus/$(1) $(wildcard $(MORE:%=%/$(1))) >$(B)/fuzz/$(1).log 2>&1 || { tail -60 $(B)/fuzz/$(1).log; exit 1; }; \
echo "fuzz_$(1): $$(grep -E 'executed_units|exec_per_sec|new_units' $(B)/fuzz/$(1).log | sed 's/stat:://' | tr -s ' \n' ' ')";
endef

fuzz-run: $(foreach n,$(FUZZ_CHOSEN),$(B)/fuzz/fuzz_$(n)) $(foreach n,$(filter $(FUZZ_WORDS),$(FUZZ_CHOSEN)),$(B)/fuzz/$(n).dict)
	@set -e; $(foreach n,$(FUZZ_CHOSEN),$(call fuzz_one,$(n)))

# What the corpora reach: the replays are built with gcc's coverage and run over what is in the corpora and what was found.
fuzz-cover: ## lines of the parsers that the fuzz corpora reach, into $(B)-fuzz-cover/index.html
	$(call apt,$(PACKAGES_LINT))
	@$(MAKE) --no-print-directory fuzz-replay B=$(B)-fuzz-cover OPT='-O0 -g --coverage' LDFLAGS=--coverage HARDEN= FUZZ_FOUND=$(abspath $(B))/fuzz/corpus
	gcovr --root . --object-directory $(B)-fuzz-cover --exclude 'tests/.*' --print-summary --html-details $(B)-fuzz-cover/index.html \
		--txt $(B)-fuzz-cover/lines.txt && grep -E '^(plugins|daemon/(report|wire))|TOTAL' $(B)-fuzz-cover/lines.txt
fuzz-replay: $(FUZZ_NAMES:%=$(B)/tests/fuzz/replay_%)
	@set -e; for n in $(FUZZ_NAMES); do $(B)/tests/fuzz/replay_$$n; found=$(FUZZ_FOUND)/$$n; \
		[ ! -d $$found ] || $(B)/tests/fuzz/replay_$$n $$found; done

# AFL++ as a second opinion on one target: its compiler, libFuzzer's entry point. Skipped where it is not installed.
PACKAGES_AFL := afl++
AFL          ?= text
AFL_SETTINGS := AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_AUTORESUME=1
fuzz-afl: ## AFL++ on the target AFL (default text) for T seconds (default 60); `apt-get install afl++` first
	@command -v afl-clang-fast >/dev/null || { echo "skipped: no afl-clang-fast (package $(PACKAGES_AFL))"; exit 0; }; set -e; \
	$(MAKE) --no-print-directory $(B)-afl/fuzz/fuzz_$(AFL) B=$(B)-afl FUZZ_CC=afl-clang-fast; \
	mkdir -p $(B)-afl/found; $(AFL_SETTINGS) afl-fuzz -V $(or $(T),60) -m none -i tests/fuzz/corpus/$(AFL) -o $(B)-afl/found/$(AFL) -- \
		$(B)-afl/fuzz/fuzz_$(AFL) >$(B)-afl/$(AFL).log 2>&1 || { tail -20 $(B)-afl/$(AFL).log; exit 1; }; \
	grep -E 'execs_done|execs_per_sec|saved_crashes|saved_hangs|edges_found|bitmap_cvg' $(B)-afl/found/$(AFL)/default/fuzzer_stats; \
	grep -q 'saved_crashes *: 0' $(B)-afl/found/$(AFL)/default/fuzzer_stats

# In `make check` every target runs over its corpus, with whatever compiler and sanitizer the build has.
SUITES      += $(FUZZ_NAMES:%=$(B)/tests/fuzz/replay_%)
SUITE_NEEDS += $(FUZZ_NAMES:%=$(B)/tests/fuzz/replay_%)

.PHONY: fuzz-run fuzz-cover fuzz-replay fuzz-afl
