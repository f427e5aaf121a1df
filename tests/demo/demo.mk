# `make demo`: the daemon at work on the example reports.
demo-run: all
	@B=$(abspath $(B)) tests/demo/demo

.PHONY: demo-run
