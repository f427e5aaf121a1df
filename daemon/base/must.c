#include "must.h"

#include <stdio.h>
#include <stdlib.h>

void must_fail(const char *expression, const char *file, int line)
{
    fprintf(stderr, "%s:%d: must(%s) does not hold; this is a defect, please report it\n", file, line,
            expression);
    abort();
}
