/* Any package, or any XML in one, through the ofd plugin. */
#include "fuzz_parts.h"

static const struct part_spaces spaces[] = {{"", " xmlns:ofd=\"http://www.ofdspec.org/2016\""}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_parts(data, size, "fuzz.ofd", spaces);
}
