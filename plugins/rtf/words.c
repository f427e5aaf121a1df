/* What each control word does. To teach the reader another one, give it a line in the table. */
#include "rtf.h"

#include <stdlib.h>
#include <string.h>

#define UNSET_OUTLINE 9

struct word {
    const char *name;
    void (*act)(struct rtf *r, int value);
    int value;        /* what `act` is told */
    bool number;      /* where it has a number, that instead */
    bool destination; /* also behind \* */
};

static void on_into(struct rtf *r, int into)
{
    r->group->into = (enum rtf_into)into;
    if (into == RTF_CODE)
        str_clear(&r->code);
}

static void on_picture(struct rtf *r, int into)
{
    r->group->into = (enum rtf_into)into;
    r->pictures++;
}

/* {\upr{in bytes}{\*\ud{in Unicode}}} */
static void on_twice(struct rtf *r, int second)
{
    struct rtf_group *g = r->group;
    if (second) {
        g->into = g->around;
    } else {
        g->around = g->into;
        g->into = RTF_SKIP;
    }
}

static void on_story(struct rtf *r, int end)
{
    struct rtf_group *g = r->group;
    g->into = RTF_TEXT;
    g->end = (enum rtf_end)end;
    g->story = story_new(r, end == RTF_END_ASIDE || g->story->aside);
    g->in_table = g->contents = false;
    g->depth = 0;
    g->outline = UNSET_OUTLINE;
}

/* A table of contents is a field. */
static void on_result(struct rtf *r, int value)
{
    const char *code = r->code.at ? r->code.at : "";
    r->group->contents = r->group->contents || strncmp(code + strspn(code, " "), "TOC", 3) == value;
    str_clear(&r->code);
}

static void on_form(struct rtf *r, int choice)
{
    (choice ? form_choice : form_begin)(r);
}

static void on_box_type(struct rtf *r, int type)
{
    r->box.type = type;
}

static void on_box_result(struct rtf *r, int result)
{
    r->box.result = result;
}

static void on_box_standard(struct rtf *r, int standard)
{
    r->box.standard = standard;
}

static void on_paragraph(struct rtf *r, int value)
{
    (void)value;
    if (r->group->into == RTF_TEXT)
        story_paragraph(r);
}

/* The depth of what ends: that of its paragraph, where that is in a table in a cell. */
static int depth_of(const struct rtf *r, int inner)
{
    return inner && r->group->depth > 1 ? r->group->depth : 1 + inner;
}

static void on_cell(struct rtf *r, int inner)
{
    if (r->group->into == RTF_TEXT)
        story_cell(r, depth_of(r, inner));
}

static void on_row_end(struct rtf *r, int inner)
{
    if (r->group->into == RTF_TEXT)
        story_row(r, depth_of(r, inner));
}

static struct rtf_row *row(struct rtf *r)
{
    return &r->rows[r->group->nested];
}

static void on_row(struct rtf *r, int value)
{
    *row(r) = (struct rtf_row){.n = (uint32_t)value};
    r->group->story->in_row = true;
}

static void on_row_left(struct rtf *r, int left)
{
    row(r)->left = left;
}

static void on_across(struct rtf *r, int merge)
{
    row(r)->next.across = (uint8_t)merge;
}

static void on_down(struct rtf *r, int merge)
{
    row(r)->next.down = (uint8_t)merge;
}

static void on_edge(struct rtf *r, int right)
{
    struct rtf_row *to = row(r);
    struct edges_cell cell = to->next;
    to->next = (struct edges_cell){0};
    cell.left = to->n ? to->cells[to->n - 1].right : to->left;
    cell.right = right;
    if (to->n < EDGES_CELLS_MAX)
        to->cells[to->n++] = cell;
}

static void on_nested(struct rtf *r, int nested)
{
    r->group->nested = nested;
}

static void on_paragraph_plain(struct rtf *r, int depth)
{
    r->group->in_table = r->group->contents = false;
    r->group->depth = depth;
    r->group->outline = UNSET_OUTLINE;
}

static void on_in_table(struct rtf *r, int in_table)
{
    r->group->in_table = in_table;
}

static void on_depth(struct rtf *r, int depth)
{
    r->group->depth = depth;
}

static void on_outline(struct rtf *r, int outline)
{
    r->group->outline = outline;
}

/* In the table of styles a new one; in the text the paragraph's. */
static void on_style(struct rtf *r, int number)
{
    if (r->group->into == RTF_STYLES)
        fonts_add_style(r, number);
    else if (fonts_is_contents(r, number))
        r->group->contents = true;
}

static void on_font(struct rtf *r, int number)
{
    if (r->group->into == RTF_FONTS)
        fonts_add(r, number);
    else
        fonts_use(r, number);
}

static void on_font_charset(struct rtf *r, int charset)
{
    if (r->group->into == RTF_FONTS)
        fonts_set_charset(r, charset);
}

static void on_standard_font(struct rtf *r, int number)
{
    r->font = number;
}

static void on_page(struct rtf *r, int page)
{
    enum charset set = page > 0 ? charset_of_page((unsigned)page) : CHARSET_NONE;
    r->set = set == CHARSET_NONE ? r->set : set;
}

static void on_hidden(struct rtf *r, int hidden)
{
    text_flush(r);
    r->group->hidden = hidden;
}

static void on_deleted(struct rtf *r, int deleted)
{
    text_flush(r);
    r->group->deleted = deleted;
}

static void on_raised(struct rtf *r, int raised)
{
    text_flush(r);
    r->group->raised = raised;
}

static void on_plain(struct rtf *r, int value)
{
    text_flush(r);
    r->group->hidden = r->group->deleted = r->group->raised = value;
    fonts_use(r, r->font);
}

static void on_fallback(struct rtf *r, int characters)
{
    r->group->fallback = characters > 0 ? characters : 0;
}

/* In order of their names, for bsearch. */
static const struct word words[] = {
    {"aftncn", on_into, RTF_SKIP, false, true},
    {"aftnsep", on_into, RTF_SKIP, false, true},
    {"aftnsepc", on_into, RTF_SKIP, false, true},
    {"annotation", on_story, RTF_END_ASIDE, false, true},
    {"ansicpg", on_page, 0, true, false},
    {"cell", on_cell, 0, false, false},
    {"cellx", on_edge, 0, true, false},
    {"clmgf", on_across, EDGES_FIRST, false, false},
    {"clmrg", on_across, EDGES_NEXT, false, false},
    {"clvmgf", on_down, EDGES_FIRST, false, false},
    {"clvmrg", on_down, EDGES_NEXT, false, false},
    {"colortbl", on_into, RTF_SKIP, false, false},
    {"deff", on_standard_font, 0, true, false},
    {"deleted", on_deleted, 1, true, false},
    {"do", on_into, RTF_DROP, false, true},
    {"dptxbxtext", on_story, RTF_END_BESIDE, false, true},
    {"f", on_font, 0, true, false},
    {"fcharset", on_font_charset, 1, true, false},
    {"ffdefres", on_box_standard, 0, true, false},
    {"ffl", on_form, 1, false, true},
    {"ffres", on_box_result, 0, true, false},
    {"fftype", on_box_type, 0, true, false},
    {"filetbl", on_into, RTF_SKIP, false, false},
    {"fldinst", on_into, RTF_CODE, false, true},
    {"fldrslt", on_result, 0, false, true},
    {"fonttbl", on_into, RTF_FONTS, false, false},
    {"footer", on_story, RTF_END_ASIDE, false, false},
    {"footerf", on_story, RTF_END_ASIDE, false, false},
    {"footerl", on_story, RTF_END_ASIDE, false, false},
    {"footerr", on_story, RTF_END_ASIDE, false, false},
    {"footnote", on_story, RTF_END_BESIDE, false, true},
    {"formfield", on_form, 0, false, true},
    {"ftncn", on_into, RTF_SKIP, false, true},
    {"ftnsep", on_into, RTF_SKIP, false, true},
    {"ftnsepc", on_into, RTF_SKIP, false, true},
    {"header", on_story, RTF_END_ASIDE, false, false},
    {"headerf", on_story, RTF_END_ASIDE, false, false},
    {"headerl", on_story, RTF_END_ASIDE, false, false},
    {"headerr", on_story, RTF_END_ASIDE, false, false},
    {"info", on_into, RTF_SKIP, false, false},
    {"intbl", on_in_table, 1, true, false},
    {"itap", on_depth, 0, true, false},
    {"listtext", on_into, RTF_LABEL, false, true},
    {"mvf", on_deleted, 1, true, false},
    {"nestcell", on_cell, 1, false, false},
    {"nestrow", on_row_end, 1, false, false},
    {"nesttableprops", on_nested, 1, false, true},
    {"nonesttables", on_into, RTF_SKIP, false, true},
    {"nonshppict", on_into, RTF_SKIP, false, false},
    {"nosupersub", on_raised, 0, false, false},
    {"objdata", on_into, RTF_SKIP, false, true},
    {"outlinelevel", on_outline, UNSET_OUTLINE, true, false},
    {"page", on_paragraph, 0, false, false},
    {"par", on_paragraph, 0, false, false},
    {"pard", on_paragraph_plain, 0, false, false},
    {"pict", on_picture, RTF_SKIP, false, true},
    {"plain", on_plain, 0, false, false},
    {"pntext", on_into, RTF_LABEL, false, true},
    {"revtbl", on_into, RTF_SKIP, false, true},
    {"row", on_row_end, 0, false, false},
    {"rxe", on_into, RTF_SKIP, false, true},
    {"s", on_style, 0, true, false},
    {"sect", on_paragraph, 0, false, false},
    {"shp", on_into, RTF_DROP, false, false},
    {"shpinst", on_into, RTF_DROP, false, true},
    {"shppict", on_into, RTF_DROP, false, true},
    {"shprslt", on_into, RTF_SKIP, false, false},
    {"shptxt", on_story, RTF_END_BESIDE, false, false},
    {"stylesheet", on_into, RTF_STYLES, false, false},
    {"sub", on_raised, 0, false, false},
    {"super", on_raised, 1, true, false},
    {"tc", on_into, RTF_SKIP, false, true},
    {"trleft", on_row_left, 0, true, false},
    {"trowd", on_row, 0, false, false},
    {"txe", on_into, RTF_SKIP, false, true},
    {"uc", on_fallback, 1, true, false},
    {"ud", on_twice, 1, false, true},
    {"upr", on_twice, 0, false, false},
    {"v", on_hidden, 1, true, false},
    {"xe", on_into, RTF_SKIP, false, true},
};

static const char *const texts[][2] = {
    {"bullet", "•"},    {"column", "\n"},   {"emdash", "—"}, {"emspace", " "}, {"endash", "–"},
    {"enspace", " "},   {"ldblquote", "“"}, {"line", "\n"},  {"lquote", "‘"},  {"qmspace", " "},
    {"rdblquote", "”"}, {"rquote", "’"},    {"tab", "\t"},
};

static int compare(const void *key, const void *item)
{
    const struct token *token = key;
    const char *name = ((const struct word *)item)->name;
    int order = strncmp(token->at, name, token->len);
    return order ? order : -(name[token->len] != '\0');
}

/* The text that a word stands for, or NULL. */
static const char *text_of(const struct token *token)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strlen(texts[i][0]) == token->len && memcmp(texts[i][0], token->at, token->len) == 0)
            return texts[i][1];
    return NULL;
}

/* A text, unless it is a fallback. */
static void put(struct rtf *r, const char *text)
{
    if (r->skip)
        r->skip--;
    else
        text_put(r, text);
}

void words_act(struct rtf *r, const struct token *token)
{
    const struct word *word = bsearch(token, words, sizeof words / sizeof *words, sizeof *words, compare);
    bool starred = r->starred, unicode = token->len == 1 && *token->at == 'u';
    const char *text = word ? NULL : text_of(token);
    r->starred = false;
    if (text) {
        put(r, text);
        return;
    }
    r->skip = 0;
    if (unicode)
        text_unicode(r, token->number);
    else if (starred && !(word && word->destination))
        r->group->into = RTF_SKIP;
    else if (word && (r->group->into != RTF_SKIP || word->act == on_twice))
        word->act(r, word->number && token->has_number ? token->number : word->value);
}

void words_symbol(struct rtf *r, const struct token *token)
{
    static const struct {
        char symbol;
        const char *text;
    } symbols[] = {{'~', "\xC2\xA0"}, {'_', "-"}, {'\\', "\\"}, {'{', "{"}, {'}', "}"}};
    r->starred = *token->at == '*';
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (symbols[i].symbol == *token->at)
            put(r, symbols[i].text);
    if (*token->at == '\n' || *token->at == '\r')
        on_paragraph(r, 0);
}
