/* What the sheets of a workbook share. */
#pragma once

#include "xlsx.h"

struct xlsx_string {
    const char *text;
    size_t length;
};

struct xlsx_sheet {
    const char *name, *relation;
    bool hidden;
};

struct xlsx_book {
    struct tallyd_builder *b;
    struct xlsx_sheet *sheets;
    unsigned n_sheets, cap_sheets;
    struct xlsx_string *strings;
    unsigned n_strings, cap_strings;
    const char **formats; /* of each cell format (s="…") its number format's code */
    unsigned n_formats, cap_formats;
    bool from_1904;
};

/* Each reads a part into the book; as xml_read. */
enum tallyd_result xlsx_read_book(struct zip *zip, const struct zip_entry *entry, struct xlsx_book *book);
enum tallyd_result xlsx_read_strings(struct zip *zip, const struct zip_entry *entry, struct xlsx_book *book);
enum tallyd_result xlsx_read_styles(struct zip *zip, const struct zip_entry *entry, struct xlsx_book *book);
/* Gives too how many formulas have no value: a program that does not compute wrote them. */
enum tallyd_result xlsx_read_sheet(struct zip *zip, const struct zip_entry *entry,
                                   const struct xlsx_book *book, struct sheet *sheet,
                                   uint32_t *ret_uncomputed);

/* The namespaces of SpreadsheetML. */
extern const struct xml_space xlsx_spaces[];
/* Appends text of a string: `_x000D_` stands for a character that XML cannot hold. */
void xlsx_put_text(struct str *to, const char *text, size_t length);
