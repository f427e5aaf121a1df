# The tests of what the fixed-layout plugins share.
$(B)/tests/unit/test_layout $(B)/tests/unit/test_layout_bands $(B)/tests/unit/test_layout_prose: $(B)/plugins/layout.a
