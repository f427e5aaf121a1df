# The configuration and the lexicon.
INSTALL += config/tallyd.conf:$(SYSCONFDIR)/tallyd/tallyd.conf:conf
INSTALL += $(foreach f,$(wildcard config/lexicon/*.ini),$(f):$(PREFIX)/share/tallyd/lexicon/$(notdir $(f)):644)
# The commented configuration and its manual page are printed by the daemon, from its table of keys.
config: $(TALLYD)
	$(TALLYD) --print-config >config/tallyd.conf
	$(TALLYD) --print-manual >docs/man/tallyd.conf.5
.PHONY: config
