# The unit and what it needs of the system.
SBINDIR  ?= $(PREFIX)/sbin
UNIT     := $(B)/systemd/tallyd.service
INSTALL  += $(UNIT):$(UNITDIR)/tallyd.service:644
INSTALL  += systemd/tallyd.sysusers:$(patsubst %/systemd/system,%,$(UNITDIR))/sysusers.d/tallyd.conf:644
INSTALL  += systemd/tallyd.tmpfiles:$(patsubst %/systemd/system,%,$(UNITDIR))/tmpfiles.d/tallyd.conf:644
INSTALL  += systemd/tallyd.catalog:$(patsubst %/systemd/system,%,$(UNITDIR))/systemd/catalog/tallyd.catalog:644
LINTS    += lint-systemd
# Tenths of systemd's exposure score; 0 is locked up, 100 wide open.
EXPOSURE := 15

all: $(UNIT)
# Made anew whenever it would differ: `make install PREFIX=/usr` may follow a plain `make`.
$(UNIT): systemd/tallyd.service.in FORCE
	@mkdir -p $(@D)
	@sed 's|@SBINDIR@|$(SBINDIR)|' $< >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

# The unit as it would be in this build tree, as verify looks for the program.
lint-systemd: $(TALLYD)
	@mkdir -p $(B)/lint
	@sed 's|@SBINDIR@|$(abspath $(B))|' systemd/tallyd.service.in >$(B)/lint/tallyd.service
	systemd-analyze verify --man=no $(B)/lint/tallyd.service
	systemd-analyze security --offline=true --threshold=$(EXPOSURE) --no-pager $(B)/lint/tallyd.service >$(B)/lint/security || \
		{ cat $(B)/lint/security; exit 1; }
	@tail -1 $(B)/lint/security
	@mkdir -p $(B)/lint/root/usr/lib/systemd/catalog $(B)/lint/root/var/lib/systemd/catalog
	@cp systemd/tallyd.catalog $(B)/lint/root/usr/lib/systemd/catalog/
	journalctl --root=$(abspath $(B)/lint/root) --update-catalog
	systemd-sysusers --dry-run $(abspath systemd/tallyd.sysusers) >/dev/null
.PHONY: lint-systemd FORCE
