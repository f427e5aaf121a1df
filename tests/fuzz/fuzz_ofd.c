/* Any bytes as .ofd. */
#include "fuzz_pages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_pages(data, size, "fuzz.ofd");
}
