# Manual pages, by section.
MAN_PAGES = $(wildcard docs/man/*.[1-8])
INSTALL += $(foreach f,$(MAN_PAGES),$(f):$(MANDIR)/man$(subst .,,$(suffix $(f)))/$(notdir $(f)):644)
