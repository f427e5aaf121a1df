# tallyd: `make help` lists the targets. Each folder's own part is in its *.mk; this page has what they share.
VERSION   := 0.1.0
B         ?= build
PREFIX    ?= /usr/local
SYSCONFDIR ?= $(if $(filter /usr,$(PREFIX)),/etc,$(PREFIX)/etc)
LIBDIR    ?= $(PREFIX)/lib
UNITDIR   ?= $(if $(filter /usr,$(PREFIX)),/lib,$(PREFIX)/lib)/systemd/system
MANDIR    ?= $(PREFIX)/share/man
CC        ?= cc

# What Debian packages give; `deps` installs them.
PACKAGES_BUILD := gcc make pkg-config libuv1-dev liblua5.4-dev libjansson-dev libsqlite3-dev libseccomp-dev libsystemd-dev \
	libinih-dev nettle-dev
PACKAGES_CHECK := libcmocka-dev bats jq rsyslog python3 sqlite3 procps lua-check systemd file
PACKAGES_LINT  := clang clang-tidy clang-format libclang-rt-14-dev valgrind gcovr

PKGS      := libuv lua5.4 jansson sqlite3 libseccomp libsystemd inih nettle
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
# $(call libs,names): what the linker needs for these packages
libs       = $(shell pkg-config --libs $(1) 2>/dev/null)

WARN      := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
WERROR    ?= -Werror
OPT       ?= -O2 -g
HARDEN    := -fstack-protector-strong -fPIE -D_FORTIFY_SOURCE=2
SANITIZE  ?=
CPPFLAGS_ := -D_GNU_SOURCE -DTALLYD_VERSION='"$(VERSION)"' $(CPPFLAGS)
CFLAGS_    = -std=gnu11 $(OPT) $(WARN) $(WERROR) $(if $(SANITIZE),,$(HARDEN)) $(SANITIZE) $(CFLAGS)
LDFLAGS_   = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANITIZE) $(LDFLAGS)

all: programs plugins

# $(call objects,folder): its objects under $(B), main's apart, so that tests can link the rest
objects    = $(patsubst %.c,$(B)/%.o,$(filter-out %/main.c,$(sort $(wildcard $(1)/*.c))))

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_) $(PKG_CFLAGS) $(CFLAGS_) -MMD -MP -c -o $@ $<

$(B)/%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@ $^

include $(sort $(wildcard daemon/*/*.mk plugins/*.mk rules/*.mk config/*.mk tests/*.mk systemd/*.mk docs/*.mk))

programs: $(PROGRAMS)
plugins: $(PLUGINS)

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all programs plugins
