/* A fuzz target is one file fuzz_NAME.c with this function and a corpus in corpus/NAME/. It returns 0 and
 * never looks at anything but its input. `make fuzz T=60` lets libFuzzer mutate each target's corpus for 60
 * seconds (clang); `make check` runs every target over its corpus with any compiler (replay.c). fuzz.mk says
 * how to link a plugin. */
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
