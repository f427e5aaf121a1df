# Format plugins: a folder each, into $(B)/plugins/NAME.so. What several of them need is in plugins/common and plugins/layout, of
# which each plugin gets the objects that it refers to; a folder's own *.mk has LIBS_PLUGIN_NAME, the libraries that it links.
# `make WITHOUT=pdf` builds and installs all but the plugins named; a folder's *.mk adds its own where its library is missing.
WITHOUT      ?=
PLUGIN_PARTS := layout common
# What plugins/common needs itself; a plugin that uses none of it is linked to none of them.
LIBS_PLUGIN_COMMON = $(call libs,expat zlib)
-include $(sort $(wildcard plugins/*/*.mk))
PLUGIN_NAMES := $(filter-out $(PLUGIN_PARTS) $(WITHOUT),$(patsubst plugins/%/,%,$(sort $(wildcard plugins/*/))))
PLUGINS      := $(PLUGIN_NAMES:%=$(B)/plugins/%.so)
PART_LIBS    := $(PLUGIN_PARTS:%=$(B)/plugins/%.a)

define plugin_rule
$(B)/plugins/$(1).so: $(patsubst %.c,$(B)/%.pic.o,$(sort $(wildcard plugins/$(1)/*.c))) $(PLUGIN_PARTS:%=$(B)/plugins/%.pic.a)
	$$(CC) -shared -Wl,-z,relro,-z,now -Wl,--as-needed -Wl,--exclude-libs,ALL $$(SANITIZE) $$(LDFLAGS) -o $$@ $$^ $$(LIBS_PLUGIN_$(1)) $$(LIBS_PLUGIN_COMMON)
endef
$(foreach name,$(PLUGIN_NAMES),$(eval $(call plugin_rule,$(name))))

$(B)/plugins/%.pic.o: plugins/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_) $(filter-out -fPIE,$(CFLAGS_)) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

define plugin_part
$(B)/plugins/$(1).pic.a: $(patsubst %.c,$(B)/%.pic.o,$(sort $(wildcard plugins/$(1)/*.c)))
$(B)/plugins/$(1).a: $(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugins/$(1)/*.c)))
endef
$(foreach part,$(PLUGIN_PARTS),$(eval $(call plugin_part,$(part))))

# For plugins of others: the contract, and where they go. The .pc file finds the rest from its own place.
$(B)/tallyd-plugin.pc: plugins/tallyd-plugin.pc.in Makefile
	@mkdir -p $(@D)
	sed 's/@VERSION@/$(VERSION)/' $< >$@
plugins: $(B)/tallyd-plugin.pc

INSTALL += $(foreach name,$(PLUGIN_NAMES),$(B)/plugins/$(name).so:$(PREFIX)/lib/tallyd/plugins/$(name).so:755)
INSTALL += plugins/plugin.h:$(PREFIX)/include/tallyd/plugin.h:644
INSTALL += $(B)/tallyd-plugin.pc:$(PREFIX)/share/pkgconfig/tallyd-plugin.pc:644
