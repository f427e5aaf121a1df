#include "odf_text.h"
#include "odf_lists.h"

#include <stdlib.h>
#include <string.h>

enum {
    OTHER,
    /* what holds text */
    PARAGRAPH,
    HEADING,
    TABLE,
    ROW,
    CELL,
    BOX,
    NOTE_BODY,
    COMMENT,
    LIST,
    ITEM,
    HEADER_ITEM,
    CONTENTS,
    SECTION,
    SPAN,
    FORM,
    /* what stands in a paragraph */
    SPACES,
    TAB,
    BREAK,
    PARAMETER,
    /* what holds all of it */
    BODY,
    HEAD,
    FOOT,
    HEAD_LEFT,
    FOOT_LEFT,
    HEAD_FIRST,
    FOOT_FIRST,
    /* what is not read */
    CHANGES,
    CITATION,
    RUBY,
    TITLE,
    DESCRIPTION,
    FORMS,
    HIDDEN_TEXT,
    TAGS
};

static const char *const tags[TAGS] = {
    [PARAGRAPH] = "text:p",
    [HEADING] = "text:h",
    [TABLE] = "table:table",
    [ROW] = "table:table-row",
    [CELL] = "table:table-cell",
    [BOX] = "draw:text-box",
    [NOTE_BODY] = "text:note-body",
    [COMMENT] = "office:annotation",
    [LIST] = "text:list",
    [ITEM] = "text:list-item",
    [HEADER_ITEM] = "text:list-header",
    [CONTENTS] = "text:table-of-content",
    [SECTION] = "text:section",
    [SPAN] = "text:span",
    [FORM] = "field:fieldmark",
    [SPACES] = "text:s",
    [TAB] = "text:tab",
    [BREAK] = "text:line-break",
    [PARAMETER] = "field:param",
    [BODY] = "office:text",
    [HEAD] = "style:header",
    [FOOT] = "style:footer",
    [HEAD_LEFT] = "style:header-left",
    [FOOT_LEFT] = "style:footer-left",
    [HEAD_FIRST] = "style:header-first",
    [FOOT_FIRST] = "style:footer-first",
    [CHANGES] = "text:tracked-changes",
    [CITATION] = "text:note-citation",
    [RUBY] = "text:ruby-text",
    [TITLE] = "svg:title",
    [DESCRIPTION] = "svg:desc",
    [FORMS] = "office:forms",
    [HIDDEN_TEXT] = "text:hidden-text",
};

struct paragraph {
    struct str text;
    const char *style;
    bool heading;
    unsigned level;     /* of a heading, 0-based */
    struct flow *ahead; /* boxes and notes that hang on it */
};

struct item {
    bool labelled; /* its first paragraph had its label */
    unsigned long start;
};

/* Where reading stands; what an element covers up comes back at its end. */
struct cursor {
    struct flow *flow;
    struct paragraph *paragraph;
    struct flow_table *table;
    struct odf_list *list;
    struct item *item; /* NULL: in none */
    unsigned level;    /* lists around, minus one */
    unsigned rows, columns, repeated;
    bool aside, hidden, raised;
};

/* A box or a list of a form, as LibreOffice keeps those of Word. */
struct form {
    bool box, list, checked;
    struct str choices; /* a line each */
    unsigned long chosen;
};

struct reading {
    struct tallyd_builder *b;
    const struct odf_styles *styles;
    struct odf_lists lists;
    struct odf_list *outline;
    struct flow *asides;
    struct cursor at;
    struct cursor stack[LIMIT_xml_depth];
    unsigned n_stack;
    unsigned open; /* of the elements whose text is wanted: BODY, or HEAD and FOOT */
    unsigned skip;
    struct form form;
    bool heads;
    unsigned long cells; /* repeated ones */
};

static void push(struct reading *r)
{
    r->stack[r->n_stack++] = r->at;
}

static void pop(struct reading *r)
{
    if (r->n_stack)
        r->at = r->stack[--r->n_stack];
}

static struct flow *ahead(struct reading *r)
{
    if (!r->at.paragraph)
        return r->at.flow;
    if (!r->at.paragraph->ahead)
        r->at.paragraph->ahead = flow_new(r->b);
    return r->at.paragraph->ahead;
}

static bool is_hidden_style(const struct reading *r, const char *family, const char *name)
{
    const struct odf_style *style = odf_styles_find(r->styles, family, name);
    return style && style->hidden;
}

static void start_paragraph(struct reading *r, unsigned tag, const struct xml_attributes *a)
{
    struct paragraph *p = r->b->ops->alloc(r->b, sizeof *p);
    const char *style = xml_get(a, "style-name");
    struct flow *flow = ahead(r); /* a shape in a paragraph has its own */
    push(r);
    *p = (struct paragraph){.text = {.b = r->b}, .heading = tag == HEADING};
    p->style = style ? str_keep(r->b, style, strlen(style)) : NULL;
    p->level = (unsigned)xml_number(a, "outline-level", 1, ODF_LEVELS, 1) - 1;
    r->at.flow = flow;
    r->at.paragraph = p;
    r->at.hidden |= is_hidden_style(r, "paragraph", style);
}

static void label(struct reading *r, struct str *to)
{
    struct paragraph *p = r->at.paragraph;
    struct item *item = r->at.item;
    if (item && !item->labelled) {
        item->labelled = true;
        odf_lists_label(&r->lists, r->at.list, p->style, r->at.level, item->start, to);
    } else if (p->heading && !item) {
        odf_lists_label(&r->lists, r->outline, NULL, p->level, 0, to);
    }
}

static void end_paragraph(struct reading *r)
{
    struct paragraph *p = r->at.paragraph;
    struct str whole = {.b = r->b};
    struct flow *flow = r->at.flow;
    enum flow_role role = r->at.aside ? FLOW_ASIDE : p->heading ? FLOW_HEADING : FLOW_TEXT;
    bool blank = str_is_blank(p->text.at, p->text.len);
    if (!blank && !r->at.hidden)
        label(r, &whole);
    str_add(&whole, p->text.at, p->text.len);
    flow_paragraph(flow, role, whole.at, whole.len);
    if (p->ahead)
        flow_append(flow, p->ahead);
    pop(r);
}

static void start_table(struct reading *r)
{
    push(r);
    r->at.table = flow_table(ahead(r));
    r->at.paragraph = NULL;
    r->at.item = NULL;
}

static void start_row(struct reading *r)
{
    if (r->at.table)
        flow_row(r->at.table, 0);
    push(r);
}

static void start_cell(struct reading *r, const struct xml_attributes *a)
{
    push(r);
    r->at.rows = (unsigned)xml_number(a, "number-rows-spanned", 1, INT32_MAX, 1);
    r->at.columns = (unsigned)xml_number(a, "number-columns-spanned", 1, ODF_COLUMNS, 1);
    r->at.repeated = (unsigned)xml_number(a, "number-columns-repeated", 1, ODF_COLUMNS, 1);
    r->at.paragraph = NULL;
    r->at.item = NULL;
    if (!r->at.table || r->stack[r->n_stack - 1].table != r->at.table)
        return;
    r->cells += r->at.repeated;
    if (r->cells > LIMIT_odf_cells)
        r->b->ops->limit(r->b, "odf_cells");
    r->at.flow = flow_cell(r->at.table, r->at.rows, r->at.columns, false);
    for (unsigned i = 1; i < r->at.repeated; i++)
        flow_cell(r->at.table, r->at.rows, r->at.columns, false);
}

/* A box or a note hangs on its paragraph, and is read after it. */
static void start_box(struct reading *r)
{
    struct flow *flow = ahead(r);
    push(r);
    r->at = (struct cursor){.flow = flow, .aside = r->at.aside, .hidden = r->at.hidden};
}

static void start_comment(struct reading *r)
{
    push(r);
    r->at = (struct cursor){.flow = r->asides, .aside = true};
}

static void start_list(struct reading *r, const struct xml_attributes *a)
{
    bool inner = r->at.list && r->at.item;
    push(r);
    r->at.level = inner ? r->at.level + 1 : 0;
    if (!inner)
        r->at.list = odf_lists_begin(&r->lists, xml_get(a, "style-name"), xml_get(a, "id"),
                                     xml_get(a, "continue-list"), xml_truth(a, "continue-numbering", false));
}

static void start_item(struct reading *r, unsigned tag, const struct xml_attributes *a)
{
    push(r);
    if (!r->at.list)
        return; /* an item of no list */
    r->at.item = r->b->ops->alloc(r->b, sizeof *r->at.item);
    r->at.item->labelled = tag == HEADER_ITEM;
    r->at.item->start = (unsigned long)xml_number(a, "start-value", 0, INT32_MAX, 0);
}

static void start_span(struct reading *r, const struct odf_style *style)
{
    r->at.hidden |= style && style->hidden;
    if (style && style->raised_set)
        r->at.raised = style->raised;
}

static void start_form(struct reading *r, const char *type)
{
    str_clear(&r->form.choices);
    r->form.chosen = 0;
    r->form.checked = false;
    r->form.box = type && strstr(type, "FORMCHECKBOX");
    r->form.list = type && strstr(type, "FORMDROPDOWN");
}

static void start_other(struct reading *r, unsigned tag, const struct xml_attributes *a)
{
    const char *display = xml_get(a, "display");
    push(r);
    r->at.aside |= tag == CONTENTS;
    if (tag == SECTION)
        r->at.hidden |= display && strcmp(display, "none") == 0;
    else if (tag == SPAN)
        start_span(r, odf_styles_find(r->styles, "text", xml_get(a, "style-name")));
    else if (tag == FORM)
        start_form(r, xml_get(a, "type"));
}

static void start_holder(struct reading *r, unsigned tag, const struct xml_attributes *a)
{
    if (tag == PARAGRAPH || tag == HEADING)
        start_paragraph(r, tag, a);
    else if (tag == TABLE)
        start_table(r);
    else if (tag == ROW)
        start_row(r);
    else if (tag == CELL)
        start_cell(r, a);
    else if (tag == BOX || tag == NOTE_BODY)
        start_box(r);
    else if (tag == COMMENT)
        start_comment(r);
    else if (tag == LIST)
        start_list(r, a);
    else if (tag == ITEM || tag == HEADER_ITEM)
        start_item(r, tag, a);
    else
        start_other(r, tag, a);
}

static void add(struct reading *r, const char *text, size_t length)
{
    if (r->at.paragraph && !r->at.hidden)
        (r->at.raised ? str_raised : str_add)(&r->at.paragraph->text, text, length);
}

static void read_parameter(struct form *form, const char *name, const char *value)
{
    if (!name || !value)
        return;
    if (strcmp(name, "Checkbox_Checked") == 0)
        form->checked = strcmp(value, "true") == 0;
    else if (strcmp(name, "Dropdown_Selected") == 0)
        form->chosen = strtoul(value, NULL, 10);
    else if (strcmp(name, "Dropdown_ListEntry") == 0) {
        str_puts(&form->choices, value);
        str_puts(&form->choices, "\n");
    }
}

static void end_form(struct reading *r)
{
    struct form *form = &r->form;
    const char *sign = form->checked ? "☑" : "□";
    const char *at = form->list && form->choices.len ? form->choices.at : "";
    for (unsigned long i = 0; i < form->chosen && *at; i++)
        at = strchr(at, '\n') + 1;
    if (form->box)
        add(r, sign, strlen(sign));
    add(r, at, strcspn(at, "\n"));
    form->box = form->list = false;
}

static void add_sign(struct reading *r, unsigned tag, const struct xml_attributes *a)
{
    long count = tag == SPACES ? xml_number(a, "c", 1, 100, 1) : 1;
    for (; count; count--)
        add(r, tag == SPACES ? " " : tag == TAB ? "\t" : "\n", 1);
}

static bool is_wanted(const struct reading *r, unsigned tag)
{
    return r->heads ? tag >= HEAD && tag <= FOOT_FIRST : tag == BODY;
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct reading *r = context;
    if (r->skip || (r->open && tag >= CHANGES))
        r->skip++;
    else if (is_wanted(r, tag))
        r->open++;
    else if (!r->open || tag == OTHER)
        return;
    else if (tag < SPACES)
        start_holder(r, tag, a);
    else if (tag == PARAMETER)
        read_parameter(&r->form, xml_get(a, "name"), xml_get(a, "value"));
    else if (tag < BODY)
        add_sign(r, tag, a);
}

static void on_end(void *context, unsigned tag)
{
    struct reading *r = context;
    if (r->skip)
        r->skip--;
    else if (is_wanted(r, tag))
        r->open--;
    else if (!r->open || tag == OTHER)
        return;
    else if (tag == PARAGRAPH || tag == HEADING)
        end_paragraph(r);
    else if (tag < SPACES) {
        pop(r);
        if (tag == FORM)
            end_form(r);
    }
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Blanks count as one, and as none at a paragraph's beginning (ODF 1.2, 6.1.2). */
static void on_text(void *context, const char *text, size_t length)
{
    struct reading *r = context;
    struct paragraph *p = r->at.paragraph;
    if (r->skip || !r->open || !p)
        return;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && !is_white(text[end]))
            end++;
        add(r, text + at, end - at);
        for (at = end; at < length && is_white(text[at]);)
            at++;
        if (at > end && p->text.len && !is_white(p->text.at[p->text.len - 1]))
            add(r, " ", 1);
    }
}

static enum tallyd_result read_part(struct zip *zip, const struct zip_entry *entry, struct reading *r)
{
    static const struct xml_reader reader = {odf_spaces, tags, TAGS, on_start, on_end, on_text};
    r->lists.styles = r->styles;
    r->outline = odf_lists_begin(&r->lists, "", NULL, NULL, false);
    enum tallyd_result result = xml_read(zip, entry, &reader, r);
    while (r->n_stack) { /* a part that breaks off leaves elements open */
        if (r->at.paragraph && r->at.paragraph != r->stack[r->n_stack - 1].paragraph)
            end_paragraph(r);
        else
            pop(r);
    }
    return result;
}

enum tallyd_result odf_text_read(struct zip *zip, const struct zip_entry *entry,
                                 const struct odf_styles *styles, struct flow *flow, struct flow *asides)
{
    struct tallyd_builder *b = zip_builder(zip);
    struct reading *r = b->ops->alloc(b, sizeof *r);
    *r = (struct reading){.b = b, .styles = styles, .asides = asides, .form.choices.b = b};
    r->at.flow = flow;
    return read_part(zip, entry, r);
}

enum tallyd_result odf_text_read_heads(struct zip *zip, const struct zip_entry *entry,
                                       const struct odf_styles *styles, struct flow *asides)
{
    struct tallyd_builder *b = zip_builder(zip);
    struct reading *r = b->ops->alloc(b, sizeof *r);
    *r = (struct reading){.b = b, .styles = styles, .asides = asides, .heads = true, .form.choices.b = b};
    r->at.flow = asides;
    r->at.aside = true;
    return read_part(zip, entry, r);
}
