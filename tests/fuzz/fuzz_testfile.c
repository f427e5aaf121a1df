/* Any text as a rule's NAME.test: documents that lie one behind the other in it, or an error that names a line. */
#include "../../daemon/base/must.h"
#include "../../daemon/tallyctl/testfile.h"
#include "fuzz.h"

#include <errno.h>

static void check(const struct testfile *file, struct slice bytes)
{
    const char *last = bytes.at;
    for (size_t i = 0; i < file->n; i++) {
        const struct testfile_document *document = &file->documents[i];
        must(document->line && document->n_contains <= TESTFILE_CONTAINS_MAX && document->findings >= -1);
        if (!document->text.at)
            continue;
        must(document->text.at >= last && document->text.at + document->text.len <= bytes.at + bytes.len);
        last = document->text.at + document->text.len;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = {(const char *)data, size};
    struct testfile file = {0};
    char error[200] = "";
    int result = testfile_parse(bytes, &file, error, sizeof error);
    must(result == 0 || (result == -EBADMSG && strncmp(error, "line ", 5) == 0));
    must(result || file.n > 0);
    if (!result)
        check(&file, bytes);
    testfile_done(&file);
    return 0;
}
