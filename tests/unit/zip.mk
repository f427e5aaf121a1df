# test_zip tests what the plugins share.
$(B)/tests/unit/test_zip: $(B)/plugins/common.a
