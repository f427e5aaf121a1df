# tally-inspect: the worker
LIB_INSPECT := $(B)/daemon/inspect.a
INSPECT := $(B)/tally-inspect
PROGRAMS += $(INSPECT)
INSTALL += $(INSPECT):$(PREFIX)/lib/tallyd/tally-inspect:755
$(LIB_INSPECT): $(call objects,daemon/inspect)
$(INSPECT): $(B)/daemon/inspect/main.o $(LIB_INSPECT) $(B)/daemon/report.a $(B)/daemon/wire.a $(B)/daemon/base.a
	$(CC) $(LDFLAGS_) -o $@ $^ $(call libs,lua5.4 jansson libseccomp inih nettle) -lm -ldl
