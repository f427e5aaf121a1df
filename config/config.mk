# The configuration, the rotation of the alerts, the lexicon and the completion of the command line.
INSTALL += config/tallyd.conf:$(SYSCONFDIR)/tallyd/tallyd.conf:conf
INSTALL += config/tallyd.logrotate:$(SYSCONFDIR)/logrotate.d/tallyd:conf
INSTALL += config/tallyctl.bash:$(PREFIX)/share/bash-completion/completions/tallyctl:644
INSTALL += $(foreach f,$(wildcard config/lexicon/*.ini),$(f):$(PREFIX)/share/tallyd/lexicon/$(notdir $(f)):644)
# The commented configuration and its manual page are printed by the daemon, from its table of keys.
config: $(TALLYD)
	$(TALLYD) --print-config >config/tallyd.conf
	$(TALLYD) --print-manual >docs/man/tallyd.conf.5
.PHONY: config
