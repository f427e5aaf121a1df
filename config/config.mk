# The configuration and the lexicon.
INSTALL += config/tallyd.conf:$(SYSCONFDIR)/tallyd/tallyd.conf:conf
INSTALL += $(foreach f,$(wildcard config/lexicon/*.ini),$(f):$(PREFIX)/share/tallyd/lexicon/$(notdir $(f)):644)
