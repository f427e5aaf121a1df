# tallyd: `make help` lists the targets. Each folder's own part is in its *.mk; this page has what they share.
VERSION    := 0.1.0
B          ?= build
PREFIX     ?= /usr/local
SYSCONFDIR ?= $(if $(filter /usr,$(PREFIX)),/etc,$(PREFIX)/etc)
UNITDIR    ?= $(PREFIX)/lib/systemd/system
MANDIR     ?= $(PREFIX)/share/man
CC         ?= cc

# Debian's packages, each named once; `deps` installs what is missing.
PACKAGES_BUILD := gcc libc6-dev make pkg-config libuv1-dev liblua5.4-dev libjansson-dev libsqlite3-dev libseccomp-dev \
	libsystemd-dev libinih-dev nettle-dev libexpat1-dev zlib1g-dev
PACKAGES_CHECK := libcmocka-dev bats jq python3 sqlite3 rsyslog lua-check systemd procps file perl
PACKAGES_LINT  := git clang clang-tidy clang-format libclang-rt-14-dev valgrind gcovr mandoc
PACKAGES_BENCH := rspamd curl time docx2txt pandoc xlsx2csv w3m poppler-utils mupdf-tools
PACKAGES_BOOT  := systemd-container
PACKAGES_DEB   := debhelper dpkg-dev fakeroot
SHELL          := /bin/bash
SUDO           := $(if $(filter 0,$(shell id -u)),,sudo)

PKGS       := libuv lua5.4 jansson sqlite3 libseccomp libsystemd inih nettle
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
# $(call libs,names): what the linker needs for these packages
libs        = $(shell pkg-config --libs $(1) 2>/dev/null)

WARN       := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
WERROR     ?= -Werror
OPT        ?= -O2 -g
HARDEN     := -fstack-protector-strong -fPIE -D_FORTIFY_SOURCE=2
SANITIZE   ?=
CPPFLAGS_  := -D_GNU_SOURCE -DTALLYD_VERSION='"$(VERSION)"' $(CPPFLAGS)
CFLAGS_     = -std=gnu11 $(OPT) $(WARN) $(WERROR) $(if $(SANITIZE),,$(HARDEN)) $(SANITIZE) $(CFLAGS)
LDFLAGS_    = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANITIZE) $(LDFLAGS)

all: programs plugins data ## build everything into $(B)/ (the default)

# $(call objects,folder): its objects under $(B), main's apart, so that tests can link the rest
objects     = $(patsubst %.c,$(B)/%.o,$(filter-out %/main.c,$(sort $(wildcard $(1)/*.c))))

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(if $(V),,$(info $()  CC $<))
	$(CC) $(CPPFLAGS_) $(PKG_CFLAGS) $(CFLAGS_) -MMD -MP -c -o $@ $<

$(B)/%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@ $^

include $(sort $(wildcard daemon/*/*.mk plugins/*.mk rules/*.mk config/*.mk tests/*.mk tests/*/*.mk systemd/*.mk docs/*.mk))
-include $(shell [ ! -d $(B) ] || find $(B) -name '*.d')

programs: $(PROGRAMS)
plugins: $(PLUGINS)
data: $(B)/rules $(B)/lexicon $(B)/tallyd.conf
# In a build tree the data are links into the sources.
$(B)/rules: rules
$(B)/lexicon: config/lexicon
$(B)/tallyd.conf: config/tallyd.conf
$(B)/rules $(B)/lexicon $(B)/tallyd.conf:
	@mkdir -p $(@D)
	@ln -sfn $(abspath $<) $@

# $(call apt,packages): installs those that are missing, and says nothing when none is
apt = @missing=$$(for p in $(1); do dpkg-query -Wf '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); [ -z "$$missing" ] || \
	{ $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing; }

deps: ## install the packages that building and testing need (apt, with sudo where not root)
	$(call apt,$(PACKAGES_BUILD) $(PACKAGES_CHECK))
deps-build:
	$(call apt,$(PACKAGES_BUILD) jq)
deps-lint: deps
	$(call apt,$(PACKAGES_LINT))
deps-bench: deps
	$(call apt,$(PACKAGES_BENCH))

check: deps ## install what is missing, build, and run every test
	@$(MAKE) --no-print-directory check-run
demo: deps-build ## build, start the daemon on example reports, show its alerts, stop
	@$(MAKE) --no-print-directory demo-run
lint: deps-lint ## formatting, clang-tidy, luacheck, include arrows, unit files, man pages
	@$(MAKE) --no-print-directory lint-run
asan: deps-lint ## every test again under AddressSanitizer and UBSan, into $(B)-asan/
	@$(MAKE) --no-print-directory check-run B=$(B)-asan OPT='-O1 -g' \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
deps-boot: deps
	$(call apt,$(PACKAGES_BOOT))
torture: deps-boot ## kills and failing calls at every step, against real processes: nothing lost, nothing doubled; a flood; a soak (about five hours)
	@$(MAKE) --no-print-directory torture-run
systemd-test: deps-boot ## the unit in a container that systemd boots: start, alert, reload, watchdog, stop (root, half a minute)
	@$(MAKE) --no-print-directory systemd-test-run
bench: deps ## latency, throughput, memory and cost of each stage, beside bounds measured in the same run
	@$(MAKE) --no-print-directory bench-run
bench-formats: deps deps-bench ## time and memory of reading documents, beside pandoc, xlsx2csv, pdftotext and others
	@$(MAKE) --no-print-directory bench-formats-run
fuzz: deps-lint ## run every fuzz target for T seconds (default 60)
	@$(MAKE) --no-print-directory fuzz-run T=$(or $(T),60)
cover: deps-lint ## line and branch coverage of all tests, into $(B)-cover/index.html
	@$(MAKE) --no-print-directory check-run B=$(B)-cover OPT='-O0 -g --coverage' LDFLAGS=--coverage HARDEN=
	gcovr --root . --object-directory $(B)-cover --exclude 'tests/.*' --print-summary --html-details $(B)-cover/index.html
format: ## format the C sources
	clang-format -i $$(git ls-files '*.c' '*.h')

# INSTALL lists file:destination:mode, one list for both directions; a file of mode `conf` is the administrator's once there.
install: all ## install under DESTDIR and PREFIX
	@set -e; for f in $(INSTALL); do IFS=: read -r from to mode <<<"$$f"; to="$(DESTDIR)$$to"; \
		if [ "$$mode" = conf ]; then [ -e "$$to" ] || install -D -m 644 "$$from" "$$to"; \
		else install -D -m "$$mode" "$$from" "$$to"; fi; done
deb: deps-build ## the Debian packages, into the folder above this one
	$(call apt,$(PACKAGES_DEB))
	dpkg-buildpackage -us -uc -b
uninstall: ## remove what install put there, the configuration apart
	@for f in $(INSTALL); do IFS=: read -r _ to mode <<<"$$f"; [ "$$mode" = conf ] || rm -f "$(DESTDIR)$$to"; done
clean: ## remove $(B)/
	rm -rf $(B)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | sort -u | expand -t 16
info: ## the settings of this build
	@$(foreach v,VERSION B CC OPT SANITIZE PREFIX SYSCONFDIR UNITDIR MANDIR DESTDIR,echo '$(v) = $($(v))';)

# `make V=1` shows the commands.
ifndef V
.SILENT:
endif
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all programs plugins data deps deps-build deps-lint deps-bench deps-boot systemd-test check demo lint asan torture bench fuzz cover format install deb \
	uninstall clean help info
