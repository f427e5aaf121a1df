# test_text_plugin has the text plugin linked in.
$(B)/tests/unit/test_text_plugin: $(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugins/text/*.c))) $(B)/plugins/common.a
