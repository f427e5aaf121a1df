# These test what the plugins share.
$(B)/tests/unit/test_zip $(B)/tests/unit/test_number_format: $(B)/plugins/common.a
