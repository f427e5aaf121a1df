/* Any package, or any XML in one or instead of one, through the ooxml plugin. */
#include "fuzz_parts.h"

#define OOXML "http://schemas.openxmlformats.org/"

static const struct part_spaces spaces[] = {
    {".rels", " xmlns=\"" OOXML "package/2006/relationships\""},
    {"", " xmlns=\"" OOXML "spreadsheetml/2006/main\" xmlns:w=\"" OOXML "wordprocessingml/2006/main\""
         " xmlns:mc=\"" OOXML "markup-compatibility/2006\" xmlns:m=\"" OOXML "officeDocument/2006/math\""
         " xmlns:r=\"" OOXML "officeDocument/2006/relationships\""}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    ready = ready || tallyd_format.init() == 0;
    must(ready);
    return fuzz_parts(data, size, "fuzz.docx", spaces);
}
