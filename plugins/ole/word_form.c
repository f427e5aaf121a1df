#include "word_priv.h"

/* [MS-DOC] 2.9.157, 2.9.78. */
#define HEADER_SIZE  0x44
#define BITS         4 /* behind a mark */
#define NAME         10
#define RESULT_UNSET 25

enum { CHECK_BOX = 1, LIST = 2 };

/* Behind a text and the zero that ends it. */
static size_t behind_text(struct bytes field, size_t at)
{
    return at + 2 + bytes_u16(field, at) * 2ul + 2;
}

/* The text of this number in a list of texts (STTB). */
static void put_choice(struct bytes field, size_t at, uint16_t number, struct str *to)
{
    uint16_t n = bytes_u16(field, at + 2);
    at += 6;
    for (uint16_t i = 0; i < n && i < number; i++)
        at += 2 + bytes_u16(field, at) * 2ul;
    for (uint16_t i = 0; number < n && i < bytes_u16(field, at); i++)
        str_char(to, bytes_u16(field, at + 2 + i * 2ul));
}

void word_form(const struct word *w, uint32_t at, struct str *to)
{
    struct bytes whole = bytes_part(w->data, at, bytes_u32(w->data, at));
    struct bytes field = bytes_from(whole, HEADER_SIZE);
    unsigned kind = bytes_u16(field, BITS) & 3, result = (bytes_u16(field, BITS) >> 2) & 0x1F;
    if (bytes_u16(whole, 4) != HEADER_SIZE || bytes_u32(field, 0) != UINT32_MAX)
        return;
    size_t rest = behind_text(field, NAME);
    result = result == RESULT_UNSET ? bytes_u16(field, rest) : result;
    rest += 2;
    for (int text = 0; text < 5; text++) /* its format, two helps, two macros */
        rest = behind_text(field, rest);
    if (kind == CHECK_BOX)
        str_puts(to, result ? "☑" : "□");
    else if (kind == LIST)
        put_choice(field, rest, (uint16_t)result, to);
}
