# The ole, html and rtf plugins, linked in.
$(B)/tests/unit/test_cfb $(B)/tests/unit/test_ole_word $(B)/tests/unit/test_ole_xls $(B)/tests/unit/test_ole_package: \
	$(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugins/ole/*.c))) $(B)/plugins/common.a
$(B)/tests/unit/test_cfb $(B)/tests/unit/test_ole_word $(B)/tests/unit/test_ole_xls $(B)/tests/unit/test_ole_package: TEST_LINK = $(LIBS_PLUGIN_ole)
$(B)/tests/unit/test_html_plugin: $(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugins/html/*.c))) $(B)/plugins/common.a
$(B)/tests/unit/test_html_plugin: TEST_LINK = $(LIBS_PLUGIN_html)
$(B)/tests/unit/test_rtf: $(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugins/rtf/*.c))) $(B)/plugins/common.a
