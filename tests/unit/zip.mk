# What the plugins share, and the plugins that read zip and XML, linked in.
$(B)/tests/unit/test_zip $(B)/tests/unit/test_reuse $(B)/tests/unit/test_number_format: $(B)/plugins/common.a
$(B)/tests/unit/test_ooxml_docx $(B)/tests/unit/test_ooxml_xlsx $(B)/tests/unit/test_ooxml_plain: $(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugins/ooxml/*.c))) \
	$(B)/plugins/common.a
$(B)/tests/unit/test_odf: $(patsubst %.c,$(B)/%.o,$(sort $(wildcard plugins/odf/*.c))) $(B)/plugins/common.a
