/* The quick UTF-8 check against the one that decodes each character, and the escaping for logs: its result is
 * valid, safe and as long as announced. */

#include "../../daemon/base/must.h"
#include "../../daemon/base/utf8.h"
#include "fuzz.h"

#include <stdlib.h>

static size_t slow_prefix(struct slice s)
{
    size_t at = 0, next = 0;
    while (next < s.len && utf8_next(s, &next) != UTF8_BAD)
        at = next;
    return at;
}

static void check_escape(struct slice s)
{
    size_t need = utf8_escape(s, NULL, 0);
    char *text = malloc(need + 1);
    must(text && utf8_escape(s, text, need + 1) == need && strlen(text) == need);
    for (size_t at = 0; at < need;) {
        uint32_t c = utf8_next((struct slice){text, need}, &at);
        must(c != UTF8_BAD && !utf8_is_unsafe(c));
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice s = {(const char *)data, size};
    size_t valid = utf8_valid_prefix(s);
    must(valid == slow_prefix(s));
    for (size_t end = valid; end > 0;)
        must(utf8_previous(s, &end) != UTF8_BAD);
    must(slice_trim(s).len <= size && utf8_head(slice_sub(s, 0, valid), valid / 2).len <= valid / 2);
    check_escape(s);
    return 0;
}
