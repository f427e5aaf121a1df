# What is checked without running the programs.
C_FILES   = $(shell git ls-files 'daemon/*.c' 'plugins/*.c' 'tests/*.c')
H_FILES   = $(shell git ls-files 'daemon/*.h' 'plugins/*.h' 'tests/*.h')
LUA_FILES = $(shell git ls-files '*.lua')

lint-run: lint-format lint-arrows lint-symbols lint-shape lint-docs lint-debian lint-lua lint-man lint-tidy $(LINTS)
	@echo "lint: clean"

lint-format:
	clang-format --dry-run -Werror $(C_FILES) $(H_FILES)
lint-arrows:
	tests/lint/arrows
lint-shape:
	tests/lint/shape
# What the documentation names is there, and what is there is named.
lint-docs:
	tests/lint/docs
# debian/ has no list of its own that could grow old.
lint-debian:
	@head -1 debian/changelog | grep -qF "tallyd ($(VERSION))" || { echo "debian/changelog: not version $(VERSION)"; exit 1; }
	@for p in $(filter-out gcc libc6-dev make,$(PACKAGES_BUILD)); do grep -qE "[ ,]$$p(,|$$)" debian/control || \
		{ echo "debian/control: $$p is missing in Build-Depends"; exit 1; }; done
	@for p in $(PLUGIN_NAMES); do grep -q "/$$p\.so$$" debian/*.install || { echo "debian: no package has $$p.so"; exit 1; }; done
lint-lua:
	luacheck -q $(LUA_FILES)
lint-man:
	@for page in $(MAN_PAGES); do mandoc -T lint -W warning $$page || exit 1; done
# The daemon links no parser and no Lua, the command line neither.
lint-symbols: $(TALLYD) $(TALLYCTL)
	@! nm -D --undefined-only $^ | grep -E ' (lua_|luaL_|XML_|archive_|xml|seccomp_)'
# A file a process; only what changed since the last clean run. The example plugin's header is an installed one.
lint-tidy: $(patsubst %.c,$(B)/tidy/%.ok,$(filter-out tests/example-plugin/%,$(C_FILES)))
$(B)/tidy/%.ok: %.c .clang-tidy $(H_FILES)
	@mkdir -p $(@D)
	clang-tidy --quiet $< -- -std=gnu11 $(CPPFLAGS_) $(PKG_CFLAGS) 2>/dev/null
	@touch $@

.PHONY: lint-run lint-format lint-arrows lint-shape lint-docs lint-debian lint-lua lint-man lint-symbols lint-tidy
