# The inspector that misbehaves on request, for test_pool
FAKE_INSPECTOR := $(B)/tests/unit/fake_inspector
$(FAKE_INSPECTOR): $(B)/tests/unit/fake_inspector.o $(B)/daemon/wire.a $(B)/daemon/base.a
	$(CC) $(LDFLAGS_) -o $@ $^ $(call libs,jansson nettle)
$(B)/tests/unit/test_pool: | $(FAKE_INSPECTOR)
