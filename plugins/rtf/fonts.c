#include "rtf.h"

#include "../common/memory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CHARSET_DEFAULT 1
#define CHARSET_SIGNS   2 /* of fonts without letters */

static void *room(struct rtf *r, void *items, uint32_t n, uint32_t *cap, size_t each)
{
    if (n < *cap)
        return items;
    *cap = *cap ? *cap * 2 : 32;
    return memory_resize(r->b, items, n * each, *cap * each);
}

void fonts_add(struct rtf *r, int number)
{
    if (r->n_fonts == LIMIT_rtf_fonts)
        r->b->ops->limit(r->b, "rtf_fonts");
    r->fonts = room(r, r->fonts, r->n_fonts, &r->cap_fonts, sizeof *r->fonts);
    r->fonts[r->n_fonts++] = (struct rtf_font){number, CHARSET_DEFAULT};
}

void fonts_set_charset(struct rtf *r, int charset)
{
    if (r->n_fonts)
        r->fonts[r->n_fonts - 1].charset = charset;
}

/* Its code page; CHARSET_NONE where it says nothing, or names one that is not known. */
static enum charset charset_of_font(int charset)
{
    static const struct {
        int charset;
        enum charset set;
    } sets[] = {{0, CHARSET_1252}, {134, CHARSET_GB18030}, {136, CHARSET_BIG5}, {204, CHARSET_1251}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (sets[i].charset == charset)
            return sets[i].set;
    return CHARSET_NONE;
}

static int compare_fonts(const void *a, const void *b)
{
    const struct rtf_font *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static int compare_styles(const void *a, const void *b)
{
    const struct rtf_style *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

void fonts_sort(struct rtf *r)
{
    if (r->n_fonts)
        qsort(r->fonts, r->n_fonts, sizeof *r->fonts, compare_fonts);
    if (r->n_styles)
        qsort(r->styles, r->n_styles, sizeof *r->styles, compare_styles);
}

void fonts_use(struct rtf *r, int number)
{
    const struct rtf_font key = {.number = number};
    const struct rtf_font *font =
        r->n_fonts ? bsearch(&key, r->fonts, r->n_fonts, sizeof *r->fonts, compare_fonts) : NULL;
    text_flush(r);
    r->group->set = font ? charset_of_font(font->charset) : CHARSET_NONE;
    r->group->symbols = font && font->charset == CHARSET_SIGNS;
}

void fonts_add_style(struct rtf *r, int number)
{
    if (r->n_styles == LIMIT_rtf_styles)
        r->b->ops->limit(r->b, "rtf_styles");
    r->styles = room(r, r->styles, r->n_styles, &r->cap_styles, sizeof *r->styles);
    r->styles[r->n_styles++] = (struct rtf_style){.number = number};
    str_clear(&r->style);
}

void fonts_end_style(struct rtf *r)
{
    const char *name = r->style.at ? r->style.at : "";
    if (r->n_styles && strncasecmp(name + strspn(name, " "), "toc ", 4) == 0)
        r->styles[r->n_styles - 1].contents = true;
}

bool fonts_is_contents(const struct rtf *r, int style)
{
    const struct rtf_style key = {.number = style};
    const struct rtf_style *found =
        r->n_styles ? bsearch(&key, r->styles, r->n_styles, sizeof *r->styles, compare_styles) : NULL;
    return found && found->contents;
}
