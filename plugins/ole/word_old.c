#include "word_old.h"

#include "word_priv.h"

#include "../common/charset.h"

#define FIB_FLAGS    0x0A
#define FLAG_COMPLEX 0x0004
#define FIB_LANGUAGE 0x06
#define FIB_TEXT     0x18 /* where the text is */
#define FIB_TEXT_END 0x1C
#define FIB_LENGTH   0x34 /* of the main text, in characters */

#define MARK_CELL 0x07

/* Windows' language numbers whose text is not Western, without the country. */
static enum charset charset_of(uint16_t language)
{
    static const struct {
        uint16_t language;
        enum charset set;
    } sets[] = {{0x0804, CHARSET_GB18030},
                {0x1004, CHARSET_GB18030},
                {0x0404, CHARSET_BIG5},
                {0x0C04, CHARSET_BIG5},
                {0x0419, CHARSET_1251}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (sets[i].language == language)
            return sets[i].set;
    return CHARSET_1252;
}

/* Western text has few letters with accents. Where most letters are such, it is text of another alphabet, and the
 * file does not say which. */
static bool is_western(struct bytes text)
{
    size_t plain = 0, accented = 0;
    for (size_t i = 0; i < text.len; i++) {
        accented += text.at[i] >= 0xC0;
        plain += (text.at[i] | 0x20) >= 'a' && (text.at[i] | 0x20) <= 'z';
    }
    return accented <= plain;
}

struct reader {
    struct tallyd_builder *b;
    const char *at, *end;
    bool in_table;
};

static bool is_end(char c)
{
    return c == '\r' || c == '\f' || c == MARK_CELL;
}

/* Printable characters only; a field's instruction is left out. */
static size_t clean(const char *from, size_t len, char *to)
{
    size_t n = 0;
    unsigned hidden = 0;
    for (size_t i = 0; i < len; i++) {
        if (from[i] == 0x13)
            hidden++;
        else if ((from[i] == 0x14 || from[i] == 0x15) && hidden)
            hidden--;
        else if (!hidden && ((unsigned char)from[i] >= 0x20 || from[i] == '\t'))
            to[n++] = from[i];
        else if (!hidden && from[i] == 0x0B)
            to[n++] = '\n';
    }
    return n;
}

/* A cell's mark follows its text; a second one at once ends the row. */
static void push(struct reader *r, const char *text, size_t len, char mark)
{
    const struct tallyd_builder_ops *ops = r->b->ops;
    if (mark != MARK_CELL) {
        if (r->in_table)
            ops->table_end(r->b);
        r->in_table = false;
        if (len)
            ops->paragraph(r->b, text, len, NULL);
        return;
    }
    if (!r->in_table) {
        ops->table_begin(r->b, true, 0, NULL);
        ops->row(r->b);
    }
    r->in_table = true;
    ops->cell(r->b, text, len, 1, 1, NULL);
    if (r->at < r->end && *r->at == MARK_CELL) {
        r->at++;
        if (r->at < r->end && memchr(r->at, MARK_CELL, (size_t)(r->end - r->at)))
            ops->row(r->b);
    }
}

static void read_text(struct reader *r)
{
    while (r->at < r->end) {
        const char *from = r->at;
        while (r->at < r->end && !is_end(*r->at))
            r->at++;
        char mark = '\r';
        if (r->at < r->end)
            mark = *r->at++;
        char *text = r->b->ops->alloc(r->b, (size_t)(r->at - from) + 1);
        push(r, text, clean(from, (size_t)(r->at - from), text), mark);
    }
    if (r->in_table)
        r->b->ops->table_end(r->b);
}

enum tallyd_result word_old_read(struct tallyd_builder *b, struct bytes main, bool cut)
{
    size_t from = bytes_u32(main, FIB_TEXT), to = bytes_u32(main, FIB_TEXT_END);
    size_t length = bytes_u32(main, FIB_LENGTH);
    if (bytes_u16(main, FIB_FLAGS) & FLAG_COMPLEX || to < from || !bytes_has(main, from, to - from)) {
        b->ops->note(b, cut ? "文件已损坏" : "Word 6/95 快速保存的文件，请另存为 .docx 后重新报送");
        return cut ? TALLYD_CORRUPT : TALLYD_UNSUPPORTED;
    }
    struct bytes raw = bytes_part(main, from, length < to - from ? length : to - from);
    enum charset set = charset_is_gb2312((const char *)raw.at, raw.len)
                           ? CHARSET_GB18030
                           : charset_of(bytes_u16(main, FIB_LANGUAGE));
    if (set == CHARSET_1252 && !is_western(raw))
        return TALLYD_UNREADABLE_TEXT;
    struct charset_text text = charset_decode(b, set, (const char *)raw.at, raw.len);
    struct reader reader = {.b = b, .at = text.at, .end = text.at + text.len};
    b->ops->encoding(b, charset_name(set));
    read_text(&reader);
    b->ops->note(b, "Word 6/95 的旧格式：表格的合并单元格和隐藏文字无法识别");
    return TALLYD_PARTIAL;
}
