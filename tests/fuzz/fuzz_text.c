/* Any bytes through the text plugin, the builder, the grids and the outline. */
#include "fuzz_pages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    ready = ready || tallyd_format.init() == 0;
    must(ready);
    return fuzz_pages(data, size, "fuzz.txt");
}
