/* Our JSON reader takes what jansson's takes, and reads the same from it. They may differ in two limits only:
 * nesting, and the length of a real. */

#include "../../daemon/base/must.h"
#include "../../daemon/wire/json_read.h"
#include "fuzz.h"

#define DEEP JSON_READ_DEPTH
#define WIDE 400

/* Whether the text may be one of those. */
static bool is_extreme(struct slice text)
{
    size_t open = 0;
    for (size_t i = 0; i < text.len; i++)
        open += text.at[i] == '[' || text.at[i] == '{';
    return open > DEEP || text.len > WIDE || (text.len && memchr(text.at, 0, text.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = {(const char *)data, size};
    json_t *ours = json_read(text);
    json_t *theirs = json_loadb(text.at, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    must(ours || !theirs || is_extreme(text));
    must(!ours || json_equal(ours, theirs));
    json_decref(ours);
    json_decref(theirs);
    return 0;
}
