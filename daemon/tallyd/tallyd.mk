# tallyd: the daemon; links no parser and no Lua
LIB_TALLYD := $(B)/daemon/tallyd.a
TALLYD := $(B)/tallyd
PROGRAMS += $(TALLYD)
INSTALL += $(TALLYD):$(PREFIX)/sbin/tallyd:755
$(LIB_TALLYD): $(call objects,daemon/tallyd)
$(TALLYD): $(B)/daemon/tallyd/main.o $(LIB_TALLYD) $(B)/daemon/wire.a $(B)/daemon/base.a
	$(CC) $(LDFLAGS_) -o $@ $^ $(call libs,libuv jansson sqlite3 libsystemd inih nettle)
