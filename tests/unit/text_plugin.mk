# These have the text plugin linked in.
$(B)/tests/unit/test_text_plugin $(B)/tests/unit/test_text_separated: \
	$(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugins/text/*.c))) $(B)/plugins/common.a
