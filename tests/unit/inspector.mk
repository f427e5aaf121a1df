# test_inspector speaks with the real program
$(B)/tests/unit/test_inspector: | $(INSPECT) $(PLUGINS)
