/* Separated values (RFC 4180, and what Excel and WPS write): records of fields with commas, semicolons, tabs or bars
 * between them, fields with one of these in quotes. A record is a row of a sheet, so what stands alone above a table
 * is its name (common/sheet.h). */
#include "csv.h"

#include "../common/sheet.h"

#include <string.h>

/* Records looked at to tell the separator. */
#define CSV_SAMPLE 100
/* Fields of one record that are told apart in the sample. */
#define CSV_FIELDS 256

/* Where reading is. */
struct csv {
    const char *at, *end;
    char separator;
    bool open; /* no quote that is opened from here on is ever closed */
};

/* The field at `at`, without its quotes; `ret_quoted`: a doubled quote in it stands for one. */
static struct piece csv_field(struct csv *csv, bool *ret_quoted)
{
    const char *from = csv->at;
    *ret_quoted = false;
    for (const char *at = from + 1; !csv->open && from < csv->end && *from == '"'; at++) {
        at = memchr(at, '"', (size_t)(csv->end - at));
        if (!at) {
            csv->open = true;
            break;
        }
        const char *next = at + 1;
        if (next == csv->end || *next == csv->separator || *next == '\n' || *next == '\r') {
            csv->at = next;
            *ret_quoted = true;
            return (struct piece){from + 1, (size_t)(at - from - 1)};
        }
        at += *next == '"';
    }
    while (csv->at < csv->end && *csv->at != csv->separator && *csv->at != '\n' && *csv->at != '\r')
        csv->at++;
    return (struct piece){from, (size_t)(csv->at - from)};
}

/* Behind what ends a field; true where the record ends with it. */
static bool csv_next(struct csv *csv)
{
    if (csv->at < csv->end && *csv->at == csv->separator) {
        csv->at++;
        return false;
    }
    if (csv->at < csv->end && *csv->at == '\r')
        csv->at++;
    if (csv->at < csv->end && *csv->at == '\n')
        csv->at++;
    return true;
}

/* How many records of the sample have the number of fields that most have; 0 where that is one. */
static unsigned csv_agreement(const char *text, size_t size, char separator)
{
    struct csv csv = {text, text + size, separator, false};
    unsigned counts[CSV_FIELDS] = {0}, best = 1;
    for (unsigned record = 0; record < CSV_SAMPLE && csv.at < csv.end; record++) {
        unsigned fields = 1;
        bool quoted;
        for (csv_field(&csv, &quoted); !csv_next(&csv); csv_field(&csv, &quoted))
            fields++;
        counts[fields < CSV_FIELDS ? fields : CSV_FIELDS - 1]++;
    }
    for (unsigned i = 2; i < CSV_FIELDS; i++)
        best = counts[i] > (best > 1 ? counts[best] : 0) ? i : best;
    return best > 1 ? counts[best] : 0;
}

static char csv_separator(const char *text, size_t size)
{
    static const char separators[] = {',', '\t', ';', '|'};
    unsigned most = 0;
    char best = 0;
    for (size_t i = 0; i < sizeof separators; i++) {
        unsigned agreement = csv_agreement(text, size, separators[i]);
        if (agreement <= most)
            continue;
        best = separators[i];
        most = agreement;
    }
    return best;
}

/* Excel's way of keeping leading zeros: ="0012". */
static struct piece csv_plain(struct piece field)
{
    bool formula =
        field.len >= 3 && field.at[0] == '=' && field.at[1] == '"' && field.at[field.len - 1] == '"';
    return formula ? (struct piece){field.at + 2, field.len - 3} : field;
}

static void csv_push(struct sheet *sheet, uint32_t row, uint32_t column, struct piece field, struct str *text)
{
    str_clear(text);
    for (size_t i = 0; i < field.len; i++) {
        str_add(text, field.at + i, 1);
        i += field.at[i] == '"' && i + 1 < field.len && field.at[i + 1] == '"';
    }
    sheet_cell(sheet, row, column, text->at, text->len);
}

static void csv_record(struct csv *csv, struct sheet *sheet, uint32_t row, struct str *text)
{
    uint32_t column = 0;
    bool quoted, last;
    do {
        struct piece field = csv_field(csv, &quoted);
        if (quoted)
            csv_push(sheet, row, column++, field, text);
        else {
            field = csv_plain(field);
            sheet_cell(sheet, row, column++, field.at, field.len);
        }
        last = csv_next(csv);
    } while (!last);
}

bool csv_read(const char *bytes, size_t size, struct tallyd_builder *b)
{
    struct csv csv = {bytes, bytes + size, csv_separator(bytes, size), false};
    struct sheet *sheet = csv.separator ? sheet_new(b, "") : NULL;
    struct str text = {.b = b};
    if (!sheet)
        return false;
    for (uint32_t row = 0; csv.at < csv.end; row++)
        csv_record(&csv, sheet, row, &text);
    sheet_push(sheet);
    return true;
}
