/* Any bytes as .pdf. */
#include "fuzz_pages.h"

/* A limit that is crossed leaves MuPDF by a jump; in the worker the process ends with it. */
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
    return "detect_leaks=0";
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_pages(data, size, "fuzz.pdf");
}
