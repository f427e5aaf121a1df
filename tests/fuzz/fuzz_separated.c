/* Any bytes as separated values. */
#include "fuzz_pages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    if (!ready)
        must(tallyd_format.init() == 0);
    ready = true;
    return fuzz_pages(data, size, size % 2 ? "fuzz.csv" : "fuzz.md");
}
