# The tests of what the fixed-layout plugins share.
$(B)/tests/unit/test_layout $(B)/tests/unit/test_layout_bands $(B)/tests/unit/test_layout_prose $(B)/tests/unit/test_layout_pages: $(B)/plugins/layout.a
