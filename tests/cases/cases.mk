# Whole reports with what must be found in them (tests/cases), and every rule on the documents beside it (rules/*/*.test).
SUITES += tests/cases/run tests/cases/rules tests/cases/wide-rules tests/cases/invariance

cases: all ## run the case folders and the rules' own documents
	@B=$(abspath $(B)) tests/cases/run
	@B=$(abspath $(B)) tests/cases/invariance
	@B=$(abspath $(B)) tests/cases/rules
	@B=$(abspath $(B)) tests/cases/wide-rules
golden: all ## rewrite what the case folders expect; review the diff
	@B=$(abspath $(B)) tests/cases/run --golden
	@git diff --stat tests/cases plugins

.PHONY: cases golden
