# The unit under a real systemd, in a container: `make systemd-test`. It takes root and half a minute, so it is no part of
# `make check`, but of `make torture`.
systemd-test-run: all
	bats tests/systemd/unit.bats
.PHONY: systemd-test-run
