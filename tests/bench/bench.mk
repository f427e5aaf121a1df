# The bench: `make bench` prints a Markdown table (tests/bench/bench.py says how it is measured).
BENCH_PROGRAMS := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/bench/bench_*.c)))
BENCH_REPORTS  ?= 10000

$(B)/tests/bench/bench_%: $(B)/tests/bench/bench_%.o $(LIB_TALLYD) $(B)/daemon/wire.a $(LIB_BASE)
	$(CC) $(LDFLAGS_) -o $@ $^ $(call libs,libuv jansson sqlite3 libsystemd inih nettle)

# Documents read, beside the tools that people use for it.
bench-formats-run: all
	@B=$(abspath $(B)) tests/bench/formats.py

bench-run: all $(BENCH_PROGRAMS)
	@B=$(abspath $(B)) tests/bench/bench.py $(BENCH_REPORTS)

.PHONY: bench-run bench-formats-run
