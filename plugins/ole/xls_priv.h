/* What the readers of a workbook share.
 *
 *   record    type, length, bytes; CONTINUE records go on where one is full
 *   globals   the first part of the stream: sheets, strings, formats; a part for each sheet follows */
#pragma once

#include "../common/charset.h"
#include "../common/sheet.h"
#include "../common/str.h"
#include "xls.h"

enum {
    XLS_FORMULA = 0x0006,
    XLS_EOF = 0x000A,
    XLS_DATES = 0x0022,
    XLS_FILEPASS = 0x002F,
    XLS_CONTINUE = 0x003C,
    XLS_CODEPAGE = 0x0042,
    XLS_COLUMNS = 0x007D,
    XLS_BOUNDSHEET = 0x0085,
    XLS_MULRK = 0x00BD,
    XLS_RSTRING = 0x00D6,
    XLS_XF = 0x00E0,
    XLS_MERGES = 0x00E5,
    XLS_SST = 0x00FC,
    XLS_LABELSST = 0x00FD,
    XLS_NUMBER = 0x0203,
    XLS_LABEL = 0x0204,
    XLS_BOOLERR = 0x0205,
    XLS_STRING = 0x0207,
    XLS_ROW = 0x0208,
    XLS_RK = 0x027E,
    XLS_FORMAT = 0x041E,
    XLS_BOF = 0x0809,
};

struct record {
    uint16_t type;
    struct bytes data;
};

struct text {
    const char *at;
    size_t len;
};

struct format {
    uint16_t id;
    const char *code;
};

struct bound {
    uint32_t at;
    bool hidden, cells; /* cells: no chart, no macros */
    const char *name;
};

struct xls {
    struct tallyd_builder *b;
    struct bytes stream;
    size_t next;        /* of the next record */
    uint32_t n_records; /* read so far */
    bool wide;          /* BIFF8 */
    bool from_1904;
    bool cut; /* something could not be read */
    enum charset set;
    struct text *strings;
    uint32_t n_strings;
    struct format *formats; /* in the order of their numbers, once the globals are read */
    uint32_t n_formats, cap_formats;
    const char **codes; /* of each XF, NULL: General */
    uint16_t *xf_formats;
    uint32_t n_xfs, cap_xfs;
    struct bound *bounds;
    uint32_t n_bounds, cap_bounds;
    uint32_t string_row, string_column, string_xf; /* of a formula whose text is in the next record */
    bool string_waits;
    struct str shown; /* of the cell that is being read */
};

/* The next record; false at the end of the stream. */
bool xls_next(struct xls *x, struct record *ret);

/* xls_strings.c: a string whose characters `length` tells, at `at` of BIFF8's form (flags first) or BIFF5's. */
struct text xls_string(struct xls *x, struct bytes data, size_t at, size_t length);
/* The table of shared strings, over its CONTINUE records. */
void xls_read_strings(struct xls *x, const struct record *sst);

/* xls_cells.c: a sheet's part, up to its EOF. */
void xls_read_cells(struct xls *x, struct sheet *sheet);
