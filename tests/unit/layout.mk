# test_layout tests what the fixed-layout plugins share.
$(B)/tests/unit/test_layout: $(B)/plugins/layout.a
