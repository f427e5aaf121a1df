# tallyctl: the command line
LIB_TALLYCTL := $(B)/daemon/tallyctl.a
TALLYCTL := $(B)/tallyctl
PROGRAMS += $(TALLYCTL)
INSTALL += $(TALLYCTL):$(PREFIX)/bin/tallyctl:755
$(LIB_TALLYCTL): $(call objects,daemon/tallyctl)
$(TALLYCTL): $(B)/daemon/tallyctl/main.o $(LIB_TALLYCTL) $(B)/daemon/wire.a $(B)/daemon/base.a
	$(CC) $(LDFLAGS_) -o $@ $^ $(call libs,libuv jansson nettle)
