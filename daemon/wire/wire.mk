# wire: what passes between the processes; knows base. The inspector needs only the messages.
LIB_WIRE := $(B)/daemon/wire.a
$(LIB_WIRE): $(call objects,daemon/wire)
