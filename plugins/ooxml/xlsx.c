#include "xlsx_parts.h"

#include <string.h>

/* Reading a workbook: what became of its sheets. */
struct outcome {
    bool text;           /* some sheet has some */
    bool partial;        /* a part is missing or breaks off */
    uint32_t uncomputed; /* formulas without a value */
    struct str hidden;   /* names of the sheets left out */
};

/* A part that may be absent, but not broken. */
static void read_part(struct zip *zip, const struct opc_relations *relations, const char *type,
                      struct xlsx_book *book, struct outcome *outcome,
                      enum tallyd_result (*read)(struct zip *, const struct zip_entry *, struct xlsx_book *))
{
    const struct zip_entry *entry = opc_part(zip, relations, type);
    outcome->partial |= entry && read(zip, entry, book) != TALLYD_OK;
}

static void read_sheet(struct zip *zip, const struct zip_entry *entry, const struct xlsx_book *book,
                       const char *name, struct outcome *outcome)
{
    struct sheet *sheet = sheet_new(book->b, name);
    uint32_t uncomputed = 0;
    outcome->partial |= xlsx_read_sheet(zip, entry, book, sheet, &uncomputed) != TALLYD_OK;
    outcome->uncomputed += uncomputed;
    outcome->text |= sheet_has_text(sheet);
    sheet_push(sheet);
}

static void read_sheets(struct zip *zip, const struct opc_relations *relations, const struct xlsx_book *book,
                        struct outcome *outcome)
{
    for (unsigned i = 0; i < book->n_sheets; i++) {
        const struct xlsx_sheet *sheet = &book->sheets[i];
        const struct zip_entry *entry = opc_part_of_id(zip, relations, sheet->relation);
        if (sheet->hidden) {
            str_puts(&outcome->hidden, outcome->hidden.len ? "、" : "");
            str_puts(&outcome->hidden, sheet->name);
        } else if (entry) {
            read_sheet(zip, entry, book, sheet->name, outcome);
        } else {
            outcome->partial = true;
        }
    }
}

static void note(struct tallyd_builder *b, const struct outcome *outcome)
{
    struct str text = {.b = b};
    if (outcome->partial)
        str_puts(&text, "文件不完整，只读出了一部分");
    if (outcome->uncomputed)
        str_printf(&text, "%s" XLSX_UNCOMPUTED, text.len ? "；" : "", outcome->uncomputed);
    if (outcome->hidden.len) {
        str_puts(&text, text.len ? "；隐藏的工作表未读：" : "隐藏的工作表未读：");
        str_puts(&text, outcome->hidden.at);
    }
    if (text.len)
        b->ops->note(b, text.at);
}

enum tallyd_result xlsx_extract(struct zip *zip, const struct zip_entry *main)
{
    struct tallyd_builder *b = zip_builder(zip);
    struct opc_relations relations = opc_relations(zip, main->name);
    struct xlsx_book *book = b->ops->alloc(b, sizeof *book);
    struct outcome outcome = {.partial = zip_damaged(zip), .hidden = {.b = b}};
    book->b = b;
    enum tallyd_result read = xlsx_read_book(zip, main, book);
    if (!book->n_sheets)
        return read == TALLYD_OK ? TALLYD_EMPTY : read;
    outcome.partial |= read != TALLYD_OK;
    read_part(zip, &relations, "sharedStrings", book, &outcome, xlsx_read_strings);
    read_part(zip, &relations, "styles", book, &outcome, xlsx_read_styles);
    read_sheets(zip, &relations, book, &outcome);
    note(b, &outcome);
    if (!outcome.text)
        return outcome.partial ? TALLYD_CORRUPT : TALLYD_EMPTY;
    return outcome.partial || outcome.uncomputed ? TALLYD_PARTIAL : TALLYD_OK;
}
