# Documents of the fixed-layout formats, made by the test, through the whole of `tallyctl`.
SUITES += tests/fixed/run

fixed: all ## run the documents of pdf and ofd; `tests/fixed/run --golden` rewrites what they expect
	@B=$(abspath $(B)) tests/fixed/run

.PHONY: fixed
