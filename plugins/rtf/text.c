#include "rtf.h"

#include "../common/symbol.h"

#include <string.h>

#define CODE_ENOUGH 16 /* bytes of an instruction that tell which it is */

/* Valid UTF-8, to where the group's text goes. */
static void put(struct rtf *r, const char *text, size_t length)
{
    struct rtf_group *g = r->group;
    bool shown = !g->hidden && !g->deleted;
    if (g->into == RTF_TEXT && shown)
        (g->raised ? str_raised : str_add)(&g->story->text, text, length);
    else if (g->into == RTF_LABEL && shown)
        str_add(&g->story->label, text, length);
    else if (g->into == RTF_CHOICE)
        str_add(&r->choice, text, length);
    else if (g->into == RTF_STYLES)
        str_add(&r->style, text, length);
    else if (g->into == RTF_CODE && r->code.len < CODE_ENOUGH)
        str_add(&r->code, text, length);
}

static void put_code(struct rtf *r, unsigned long code)
{
    struct str one = {.b = r->b};
    str_char(&one, code);
    if (one.len)
        put(r, one.at, one.len);
}

static void put_symbols(struct rtf *r)
{
    for (size_t i = 0; i < r->bytes.len; i++) {
        uint32_t sign = symbol_sign((unsigned char)r->bytes.at[i]);
        if (sign)
            put_code(r, sign);
    }
}

/* Whether bytes above 0x7F only come two by two. */
static bool comes_in_pairs(const struct str *s)
{
    for (size_t i = 0; i < s->len; i++)
        if ((unsigned char)s->at[i] >= 0x80 && (i + 1 == s->len || (unsigned char)s->at[++i] < 0x80))
            return false;
    return true;
}

static bool has_two_bytes(enum charset set)
{
    return set == CHARSET_GB18030 || set == CHARSET_BIG5;
}

/* By the font, or else by the document. Chinese is Chinese in a font for Latin letters too. */
static enum charset choose(const struct rtf *r)
{
    enum charset set = r->group->set == CHARSET_NONE ? r->set : r->group->set;
    if (set != CHARSET_1252)
        return set;
    if (has_two_bytes(r->set) && comes_in_pairs(&r->bytes))
        return r->set;
    return charset_is_gb2312(r->bytes.at, r->bytes.len) ? CHARSET_GB18030 : set;
}

bool text_is_paired(const struct rtf *r)
{
    return has_two_bytes(r->group->set == CHARSET_NONE ? r->set : r->group->set);
}

static void put_decoded(struct rtf *r)
{
    struct charset_text text = charset_decode(r->b, choose(r), r->bytes.at, r->bytes.len);
    if (r->group->into == RTF_TEXT)
        r->bad += text.bad;
    put(r, text.at, text.len);
}

void text_flush(struct rtf *r)
{
    r->high = 0;
    if (!r->bytes.len)
        return;
    r->characters += r->bytes.len;
    if (r->group->symbols)
        put_symbols(r);
    else
        put_decoded(r);
    str_clear(&r->bytes);
}

void text_bytes(struct rtf *r, const struct token *token)
{
    size_t skip = (size_t)r->skip < token->len ? (size_t)r->skip : token->len;
    r->skip -= (int)skip;
    if (r->group->into != RTF_SKIP && r->group->into != RTF_FONTS && token->len > skip)
        str_add(&r->bytes, token->at + skip, token->len - skip);
}

/* Halves of a pair follow each other with nothing but their fallbacks between. */
void text_unicode(struct rtf *r, int code)
{
    unsigned unit = (unsigned)code & 0xFFFF, high = r->high;
    text_flush(r);
    r->skip = r->group->fallback;
    if (unit >= 0xD800 && unit < 0xDC00)
        r->high = unit;
    else if (unit >= 0xDC00 && unit < 0xE000)
        put_code(r, high ? 0x10000 + ((unsigned long)(high - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD);
    else if (unit >= 0xF000 && unit < 0xF100 && (r->group->symbols || symbol_sign(unit)))
        put_code(r, symbol_sign(unit) ? symbol_sign(unit) : 0xFFFFFFFF);
    else
        put_code(r, unit >= 0x20 ? unit : ' ');
}

void text_put(struct rtf *r, const char *text)
{
    text_flush(r);
    put(r, text, strlen(text));
}
