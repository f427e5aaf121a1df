#include "docx_story.h"
#include "docx_spaces.h"
#include "docx_tags.h"

#include "../common/memory.h"

#include <stdlib.h>
#include <string.h>

/* Columns that one cell may cover, or a row leave out: what the builder takes. */
#define COLUMNS_MAX 1024

struct paragraph {
    struct paragraph *spare; /* the next one that is not in use */
    struct str text;
    const struct docx_style *style; /* NULL: of none that the file has */
    long list, level, outline;
    const char *label;  /* that Word 2003 showed; NULL: it tells none */
    bool joined;        /* its end is deleted or hidden: the next one goes on with it */
    bool contents;      /* of a table of contents, which ends in it */
    struct flow *ahead; /* boxes and notes that hang on it */
};

/* Where reading stands; what an element that holds text covers up comes back at its end. */
struct cursor {
    struct flow *flow;
    struct paragraph *paragraph;
    struct flow_table *table;
    unsigned before, span;
    bool row_open, row_gone; /* its start was told to the table; it was deleted or is hidden */
    bool continues, across;  /* the cell above, the one before */
    bool in_properties, in_row_properties;
    bool hidden; /* the run */
    bool raised; /* it, or what stands in an exponent */
    bool text;   /* inside w:t */
};

/* A field's code is not text, its result is. */
struct field {
    bool result;
    bool contents;
    struct str code;
};

struct story {
    struct tallyd_builder *b;
    struct docx_shared *shared;
    struct docx_notes *notes;
    struct cursor at;
    struct cursor stack[LIMIT_xml_depth];
    unsigned n_stack;
    unsigned skip; /* elements open in one that is not read */
    struct field fields[LIMIT_docx_fields];
    unsigned n_fields, n_codes;          /* open; of these without a result yet */
    struct str joined;                   /* text that waits for the next paragraph */
    struct str whole;                    /* a paragraph with its label */
    struct paragraph *spare;             /* used again, texts and all */
    struct flow *cells[LIMIT_xml_depth]; /* the same for what is in a cell */
    unsigned n_cells;
    struct flow *behind; /* notes of a table's cells, read after it */
    int checked;         /* of a check box: -1 not told */
    long chosen;         /* of a list to choose from, 0-based; -1: not told */
    long choices;        /* of it, so far */
};

static void push(struct story *s)
{
    s->stack[s->n_stack++] = s->at;
}

static void pop(struct story *s)
{
    if (s->n_stack)
        s->at = s->stack[--s->n_stack];
}

static struct flow *ahead(struct story *s)
{
    if (!s->at.paragraph->ahead)
        s->at.paragraph->ahead = flow_new(s->b);
    return s->at.paragraph->ahead;
}

static void start_paragraph(struct story *s)
{
    push(s);
    struct paragraph *p = s->spare;
    struct str text = {.b = s->b};
    if (p) {
        s->spare = p->spare;
        text = p->text;
        str_clear(&text);
    } else {
        p = s->b->ops->alloc(s->b, sizeof *p);
    }
    *p = (struct paragraph){.text = text, .list = DOCX_UNSET, .level = DOCX_UNSET, .outline = DOCX_UNSET};
    s->at.paragraph = p;
    s->at.hidden = s->at.raised = s->at.text = s->at.in_properties = false;
}

static bool is_contents(const struct story *s, const struct docx_style *style)
{
    bool named = s->at.paragraph->contents || (style && strncasecmp(style->name, "toc ", 4) == 0);
    for (unsigned i = 0; i < s->n_fields && !named; i++)
        named = s->fields[i].contents;
    return named;
}

/* The label that Word shows before it. */
static void label(struct story *s, const struct paragraph *p, struct str *to)
{
    const struct docx_style *style = p->style;
    long list = p->list, level = p->level;
    if (list == DOCX_UNSET && style) {
        list = style->list;
        if (level == DOCX_UNSET)
            level = style->level;
    }
    if (list > 0 && level == DOCX_UNSET)
        level = docx_numbering_level(s->shared->numbering, list, style ? style->id : NULL);
    if (list > 0 && docx_numbering_has(s->shared->numbering, list))
        docx_numbering_label(s->shared->numbering, list, level, to);
    else if (p->label)
        str_puts(to, p->label);
}

static void put_paragraph(struct story *s, struct flow *flow)
{
    struct paragraph *p = s->at.paragraph;
    const struct docx_style *style = p->style;
    long outline = p->outline != DOCX_UNSET || !style ? p->outline : style->outline;
    struct str *whole = &s->whole;
    str_clear(whole);
    label(s, p, whole);
    if (!s->at.table && !s->joined.len && str_is_blank(p->text.at, p->text.len))
        str_clear(whole); /* a number alone says something in a cell only */
    str_add(whole, s->joined.at, s->joined.len);
    str_add(whole, p->text.at, p->text.len);
    str_clear(&s->joined);
    bool heading = outline >= 0 && outline < 9 && flow_heading_fits(whole->at, whole->len);
    enum flow_role role = is_contents(s, style) ? FLOW_ASIDE : heading ? FLOW_HEADING : FLOW_TEXT;
    flow_paragraph(flow, role, whole->at, whole->len);
}

static void end_paragraph(struct story *s)
{
    struct paragraph *p = s->at.paragraph;
    struct flow *flow = s->at.flow;
    if (p->joined)
        str_add(&s->joined, p->text.at, p->text.len);
    else
        put_paragraph(s, flow);
    if (p->ahead)
        flow_append(flow, p->ahead);
    p->spare = s->spare;
    s->spare = p;
    pop(s);
}

static void start_table(struct story *s)
{
    push(s);
    s->at.table = flow_table(s->at.flow);
    s->at.paragraph = NULL;
}

static void start_row(struct story *s)
{
    push(s);
    s->at.before = 0;
    s->at.row_open = s->at.row_gone = s->at.in_row_properties = false;
}

static void end_table(struct story *s)
{
    pop(s);
    if (!s->at.table)
        flow_append(s->at.flow, s->behind);
}

static void start_cell(struct story *s)
{
    push(s);
    s->at.flow = s->n_cells ? s->cells[--s->n_cells] : flow_new(s->b);
    s->at.span = 1;
    s->at.continues = s->at.across = false;
    s->at.paragraph = NULL;
}

/* Where the cell's content goes: a cell of its own, or that of the one before, which it makes wider. */
static struct flow *place_cell(struct story *s, const struct cursor *cell)
{
    if (cell->across && s->at.row_open)
        return flow_widen(cell->table, cell->span);
    if (!s->at.row_open)
        flow_row(cell->table, cell->before);
    s->at.row_open = true;
    return flow_cell(cell->table, 1, cell->span, cell->continues);
}

static void end_cell(struct story *s)
{
    struct cursor cell = s->at;
    pop(s);
    if (s->joined.len) /* its last end cannot be deleted */
        flow_paragraph(cell.flow, FLOW_TEXT, s->joined.at, s->joined.len);
    str_clear(&s->joined);
    if (cell.table && !cell.row_gone)
        flow_append(place_cell(s, &cell), cell.flow);
    flow_clear(cell.flow);
    if (s->n_cells < LIMIT_xml_depth)
        s->cells[s->n_cells++] = cell.flow;
}

static void start_beside(struct story *s, struct flow *flow)
{
    push(s);
    s->at.flow = flow;
    s->at.paragraph = NULL;
    s->at.table = NULL;
}

/* Its text is read after the paragraph that it hangs on. */
static void start_box(struct story *s)
{
    start_beside(s, s->at.paragraph ? ahead(s) : s->at.flow);
}

/* The root of a part; Word 2003 has heads and feet among the properties of sections. */
static void start_head(struct story *s)
{
    start_beside(s, s->shared->heads ? s->shared->heads : s->at.flow);
}

static void start_note(struct story *s, const struct xml_attributes *a)
{
    const char *id = xml_get(a, "id"), *type = xml_get(a, "type");
    if (s->at.paragraph && !s->notes) { /* Word 2003 has it where it is referred to */
        start_beside(s, s->at.table ? s->behind : ahead(s));
        return;
    }
    push(s);
    s->at.flow = flow_new(s->b);
    if (!s->notes || !id || (type && strcmp(type, "normal") != 0))
        return;
    if (s->notes->n == s->notes->cap) {
        unsigned cap = s->notes->cap ? s->notes->cap * 2 : 16;
        s->notes->items = memory_resize(s->b, s->notes->items, s->notes->n * sizeof *s->notes->items,
                                        cap * sizeof *s->notes->items);
        s->notes->cap = cap;
    }
    s->notes->items[s->notes->n++] = (struct docx_note){str_keep(s->b, id, strlen(id)), s->at.flow};
}

/* Notes stand in the order in which they are referred to, so nearly always the next one is meant. */
static void refer(struct story *s, struct docx_notes *notes, const struct xml_attributes *a)
{
    const char *id = xml_get(a, "id");
    for (unsigned i = 0; id && s->at.paragraph && i < notes->n; i++) {
        struct docx_note *note = &notes->items[(notes->next + i) % notes->n];
        if (!note->flow || strcmp(note->id, id) != 0)
            continue;
        flow_append(s->at.table ? s->behind : ahead(s), note->flow);
        note->flow = NULL;
        notes->next = (notes->next + i + 1) % notes->n;
        return;
    }
}

static bool is_shown(const struct story *s)
{
    return s->at.paragraph && !s->at.hidden && !s->n_codes;
}

static void add(struct story *s, const char *text, size_t length)
{
    if (is_shown(s))
        (s->at.raised ? str_raised : str_add)(&s->at.paragraph->text, text, length);
}

/* Characters of Wingdings that forms use: boxes ticked and not. */
static void add_symbol(struct story *s, const struct xml_attributes *a)
{
    static const struct {
        const char *font;
        unsigned long from, to;
    } symbols[] = {
        {"Wingdings", 0x6F, 0x25A1},   {"Wingdings", 0xA8, 0x25A1},   {"Wingdings", 0xFE, 0x2611},
        {"Wingdings", 0xFD, 0x2612},   {"Wingdings", 0xFC, 0x2713},   {"Wingdings", 0xFB, 0x2717},
        {"Wingdings 2", 0xA3, 0x25A1}, {"Wingdings 2", 0x52, 0x2611}, {"Wingdings 2", 0x53, 0x2612},
        {"Wingdings 2", 0x50, 0x2713}, {"Wingdings 2", 0x4F, 0x2717},
    };
    const char *font = xml_get(a, "font"), *code = xml_get(a, "char");
    unsigned long c = code ? strtoul(code, NULL, 16) : 0;
    for (size_t i = 0; font && i < sizeof symbols / sizeof *symbols; i++)
        if (symbols[i].from == (c & 0xFF) && strcmp(symbols[i].font, font) == 0 && is_shown(s)) {
            str_char(&s->at.paragraph->text, symbols[i].to);
            return;
        }
    if (c >= ' ' && c < 0xE000 && is_shown(s))
        str_char(&s->at.paragraph->text, c);
}

static void field_mark(struct story *s, const struct xml_attributes *a)
{
    const char *type = xml_get(a, "fldCharType");
    if (type && strcmp(type, "begin") == 0) {
        if (s->n_fields == LIMIT_docx_fields)
            s->b->ops->limit(s->b, "docx_fields");
        s->fields[s->n_fields++] = (struct field){.code = {.b = s->b}};
        s->n_codes++;
    } else if (type && s->n_fields) {
        struct field *field = &s->fields[s->n_fields - 1];
        const char *code = field->code.at ? field->code.at : "";
        s->n_codes -= !field->result;
        field->result = true;
        field->contents = strncmp(code + strspn(code, " "), "TOC", 3) == 0;
        if (strcmp(type, "end") == 0) {
            s->n_fields--;
            if (s->at.paragraph)
                s->at.paragraph->contents |= field->contents;
        }
    }
}

/* A check box of an old form stands between the code of its field and no result. */
static void end_check_box(struct story *s)
{
    if (s->at.paragraph && !s->at.hidden)
        str_puts(&s->at.paragraph->text, s->checked == 1 ? "☑" : "□");
}

/* A list to choose from has no result either. */
static void read_choice(struct story *s, const struct xml_attributes *a)
{
    const char *text = xml_get(a, "val");
    bool chosen = s->choices++ == (s->chosen < 0 ? 0 : s->chosen);
    if (chosen && text && s->at.paragraph && !s->at.hidden)
        str_puts(&s->at.paragraph->text, text);
}

/* Of a box or of a list, where nothing was chosen. */
static void read_default(struct story *s, const struct xml_attributes *a)
{
    if (s->checked < 0)
        s->checked = xml_truth(a, "val", true);
    if (s->chosen < 0)
        s->chosen = xml_number(a, "val", 0, INT32_MAX, 0);
}

/* A workbook or a document that is shown in its place; others are drawings. */
static bool is_document(const struct xml_attributes *a)
{
    static const char *const programs[] = {"Excel.", "Word.", "ET.", "KET.", "WPS.", "KWPS."};
    const char *program = xml_get(a, "ProgID"), *aspect = xml_get(a, "DrawAspect");
    if (!program || (aspect && strcmp(aspect, "Icon") == 0))
        return false;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (strncasecmp(program, programs[i], strlen(programs[i])) == 0)
            return true;
    return false;
}

/* What Word 2003 notes of a change; all but what was inserted. */
static bool is_insertion(const struct xml_attributes *a)
{
    const char *type = xml_get(a, "type");
    return type && strcmp(type, "Word.Insertion") == 0;
}

static bool is_deletion(const struct xml_attributes *a)
{
    const char *type = xml_get(a, "type");
    return type && strcmp(type, "Word.Deletion") == 0;
}

/* w:del around runs hides them; in a row's or a paragraph's properties it is about these. */
static bool is_unread(struct story *s, unsigned tag, const struct xml_attributes *a)
{
    bool about = s->at.in_row_properties || s->at.in_properties;
    if (tag == ANNOTATION)
        return !is_insertion(a) && !(about && is_deletion(a));
    return tag >= DELETED && !(tag == DELETED && about);
}

static void start_holder(struct story *s, unsigned tag, const struct xml_attributes *a)
{
    static void (*const starts[])(struct story * s) = {[PARAGRAPH] = start_paragraph,
                                                       [TABLE] = start_table,
                                                       [ROW] = start_row,
                                                       [CELL] = start_cell,
                                                       [BOX] = start_box,
                                                       [HEAD] = start_head,
                                                       [FOOT] = start_head};
    if (starts[tag])
        starts[tag](s);
    else
        start_note(s, a);
}

static void read_paragraph_property(struct story *s, unsigned tag, const struct xml_attributes *a)
{
    struct paragraph *p = s->at.paragraph;
    const char *value = xml_get(a, "val");
    if (tag == STYLE && value)
        p->style = docx_styles_find(&s->shared->styles, value);
    else if (tag == LABEL_2003 && value)
        p->label = str_keep(s->b, value, strlen(value));
    else if (tag == LIST || tag == LIST_2003)
        p->list = xml_number(a, "val", 0, INT32_MAX, DOCX_UNSET);
    else if (tag == LEVEL)
        p->level = xml_number(a, "val", 0, DOCX_LEVELS - 1, DOCX_UNSET);
    else if (tag == OUTLINE)
        p->outline = xml_number(a, "val", 0, 9, DOCX_UNSET);
    else if (tag == DELETED || (tag == ANNOTATION && is_deletion(a)))
        p->joined = true;
    else if (tag == VANISH)
        p->joined = xml_truth(a, "val", true);
}

static void read_run(struct story *s, unsigned tag, const struct xml_attributes *a)
{
    const char *value = xml_get(a, "val");
    const struct docx_style *style = tag == RUN_STYLE ? docx_styles_find(&s->shared->styles, value) : NULL;
    if (tag == RUN)
        s->at.hidden = s->at.raised = false;
    else if (tag == RAISED || tag == EXPONENT)
        s->at.raised = tag == EXPONENT || strcmp(value ? value : "", "superscript") == 0;
    else if (tag == DENOMINATOR)
        add(s, "/", 1);
    else if (tag == VANISH)
        s->at.hidden = xml_truth(a, "val", true);
    else if (style && style->hidden_set)
        s->at.hidden = style->hidden;
    else if (tag == TEXT || tag == MATH_TEXT || tag == FIELD_CODE)
        s->at.text = true;
    else if (tag == TAB)
        add(s, "\t", 1);
    else if (tag == BREAK || tag == RETURN)
        add(s, "\n", 1);
    else if (tag == HYPHEN)
        add(s, "-", 1);
    else if (tag == SYMBOL)
        add_symbol(s, a);
}

static void read_inline(struct story *s, unsigned tag, const struct xml_attributes *a)
{
    if (tag == FIELD)
        field_mark(s, a);
    else if (tag == CHECK_BOX)
        s->checked = -1;
    else if (tag == CHECKED)
        s->checked = xml_truth(a, "val", true);
    else if (tag == CHECK_DEFAULT)
        read_default(s, a);
    else if (tag == DROP_DOWN)
        s->chosen = -1, s->choices = 0;
    else if (tag == CHOSEN)
        s->chosen = xml_number(a, "val", 0, INT32_MAX, 0);
    else if (tag == CHOICE)
        read_choice(s, a);
    else if (tag == NOTE_REFERENCE)
        refer(s, &s->shared->footnotes, a);
    else if (tag == ENDNOTE_REFERENCE)
        refer(s, &s->shared->endnotes, a);
    else if (tag == EMBEDDED || (tag == OBJECT && is_document(a)))
        s->shared->embedded = true;
    else if (tag == PICTURE_2003)
        s->shared->pictures = true;
}

static void read_table_property(struct story *s, unsigned tag, const struct xml_attributes *a)
{
    const char *value = xml_get(a, "val");
    if (tag == SPAN)
        s->at.span = (unsigned)xml_number(a, "val", 1, COLUMNS_MAX, 1);
    else if (tag == MERGE || tag == MERGE_2003)
        s->at.continues = !value || strcmp(value, "restart") != 0;
    else if (tag == ACROSS || tag == ACROSS_2003)
        s->at.across = !value || strcmp(value, "restart") != 0;
    else if (tag == BEFORE)
        s->at.before = (unsigned)xml_number(a, "val", 0, COLUMNS_MAX, 0);
    else if (tag == ROW_PROPERTIES)
        s->at.in_row_properties = true;
    else if (s->at.in_row_properties && !(tag == ANNOTATION && is_insertion(a))) /* hidden or deleted */
        s->at.row_gone = xml_truth(a, "val", true);
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct story *s = context;
    if (s->skip || is_unread(s, tag, a))
        s->skip++;
    else if (tag == OTHER)
        return;
    else if (tag <= FOOT)
        start_holder(s, tag, a);
    else if (tag == PARAGRAPH_PROPERTIES)
        s->at.in_properties = true;
    else if (s->at.in_properties && s->at.paragraph)
        read_paragraph_property(s, tag, a);
    else if (tag < FIELD)
        read_run(s, tag, a);
    else if (tag < SPAN)
        read_inline(s, tag, a);
    else
        read_table_property(s, tag, a);
}

static void on_end(void *context, unsigned tag)
{
    struct story *s = context;
    if (s->skip)
        s->skip--;
    else if (tag == PARAGRAPH)
        end_paragraph(s);
    else if (tag == CELL)
        end_cell(s);
    else if (tag == TABLE)
        end_table(s);
    else if (tag && tag <= FOOT)
        pop(s);
    else if (tag == PARAGRAPH_PROPERTIES)
        s->at.in_properties = false;
    else if (tag == ROW_PROPERTIES)
        s->at.in_row_properties = false;
    else if (tag == CHECK_BOX)
        end_check_box(s);
    else if (tag == EXPONENT)
        s->at.raised = false;
    else if (tag == TEXT || tag == MATH_TEXT || tag == FIELD_CODE)
        s->at.text = false;
}

static void on_text(void *context, const char *text, size_t length)
{
    struct story *s = context;
    if (s->skip || !s->at.text)
        return;
    if (!s->n_codes)
        add(s, text, length);
    else if (!s->fields[s->n_fields - 1].result)
        str_add(&s->fields[s->n_fields - 1].code, text, length);
}

/* A part that breaks off leaves elements open. */
static void close_all(struct story *s)
{
    while (s->n_stack) {
        if (s->at.paragraph && s->at.paragraph != s->stack[s->n_stack - 1].paragraph)
            end_paragraph(s);
        else if (s->at.flow != s->stack[s->n_stack - 1].flow && s->at.table)
            end_cell(s);
        else
            pop(s);
    }
}

enum tallyd_result docx_story_read(struct zip *zip, const struct zip_entry *entry, struct docx_shared *shared,
                                   struct flow *flow, struct docx_notes *ret_notes)
{
    static const struct xml_reader reader = {docx_spaces, tags, TAGS, on_start, on_end, on_text};
    struct story *s = shared->b->ops->alloc(shared->b, sizeof *s);
    s->b = shared->b;
    s->shared = shared;
    s->notes = ret_notes;
    s->at.flow = flow;
    s->joined.b = s->whole.b = shared->b;
    s->behind = flow_new(shared->b);
    enum tallyd_result result = xml_read(zip, entry, &reader, s);
    close_all(s);
    return result;
}
