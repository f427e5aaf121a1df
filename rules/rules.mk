# The rules and the documents that test them are data; an installation has both, so that `tallyctl test` works there.
INSTALL += $(foreach f,$(shell find rules -name '*.lua' -o -name '*.test'),$(f):$(PREFIX)/share/tallyd/$(f):644)
