/* Any package, or any XML in one, through the odf plugin. */
#include "fuzz_parts.h"

#define ODF(prefix, name) " xmlns:" prefix "=\"urn:oasis:names:tc:opendocument:xmlns:" name ":1.0\""

static const struct part_spaces spaces[] = {{"manifest.xml", ODF("manifest", "manifest")},
                                            {"", ODF("office", "office") ODF("text", "text")
                                                     ODF("table", "table") ODF("draw", "drawing")
                                                         ODF("style", "style") ODF("svg", "svg-compatible")}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_parts(data, size, "fuzz.odt", spaces);
}
