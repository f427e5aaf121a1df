# base: knows nobody
LIB_BASE := $(B)/daemon/base.a
$(LIB_BASE): $(call objects,daemon/base)
$(call objects,daemon/base): OPT = -O3 -g
