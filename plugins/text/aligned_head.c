/* The heads of aligned columns. Lines are taken from the lowest up: what stands over one head goes on with it, what
 * stands over several is a head over heads. Printers shift heads against the figures under them, so that where there
 * are as many heads as columns their order counts, not their place. */
#include "aligned.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of the shortest head that may stand beside another with one blank between. */
#define HEAD_PART_MIN 4
/* Lines of the tallest head. */
#define HEAD_LINES 12
/* Display columns by which the lines of one head may be shifted against each other. */
#define HEAD_SHIFT 7

/* One head, all lines of it. */
struct head {
    struct aligned_field fields[HEAD_LINES]; /* from the lowest line up */
    unsigned n, from, to;                    /* display columns */
    size_t line;                             /* of its highest field */
    const struct head *over;                 /* that over it, or NULL */
};

/* The heads that one line gave, by their number. */
struct head_line {
    unsigned n, head[ALIGNED_COLUMNS];
    struct aligned_field fields[ALIGNED_COLUMNS];
};

struct heads {
    struct head leaf[ALIGNED_COLUMNS], over[ALIGNED_COLUMNS];
    unsigned n_leaf, n_over;
    struct head_line lines[HEAD_LINES]; /* the lowest first */
    unsigned n_lines;
};

static void extend(struct head *head, const struct aligned_field *field, size_t line)
{
    if (head->n < HEAD_LINES)
        head->fields[head->n++] = *field;
    head->from = field->from < head->from ? field->from : head->from;
    head->to = field->to > head->to ? field->to : head->to;
    head->line = line;
}

static struct head head_of(const struct aligned_field *field, size_t line)
{
    struct head head = {.from = field->from, .to = field->to};
    extend(&head, field, line);
    return head;
}

/* The head that a field adds to, or begins; ALIGNED_COLUMNS where it stands over several. */
static unsigned add(struct heads *heads, const struct aligned_field *field, size_t line)
{
    unsigned first = 0, n = 0;
    for (unsigned i = 0; i < heads->n_leaf; i++)
        if (field->from < heads->leaf[i].to && heads->leaf[i].from < field->to)
            first = n++ ? first : i;
    if (n == 1) {
        extend(&heads->leaf[first], field, line);
        return first;
    }
    if (!n && heads->n_leaf < ALIGNED_COLUMNS) {
        heads->leaf[heads->n_leaf] = head_of(field, line);
        return heads->n_leaf++;
    }
    if (n && heads->n_over < ALIGNED_COLUMNS)
        heads->over[heads->n_over++] = head_of(field, line);
    return ALIGNED_COLUMNS;
}

static size_t char_bytes(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* 决算数为预算 决算数为上年: two heads, where a wide character ends the first. Gives its bytes; 0 where it is one. */
static size_t split_at(const struct aligned_field *field, unsigned *ret_width)
{
    bool wide = false;
    *ret_width = 0;
    for (size_t i = 0; i < field->text.len;) {
        bool blank = lines_blank(field->text.at + i, field->text.at + field->text.len) > 0;
        if (blank && wide && i >= HEAD_PART_MIN && field->text.len - i > HEAD_PART_MIN)
            return i;
        unsigned char first = (unsigned char)field->text.at[i];
        wide = first >= 0xE3 || first == '%' || first == ')';
        *ret_width += first >= 0xE0 ? 2 : 1;
        i += char_bytes(first);
    }
    return 0;
}

static void cut_parts(struct aligned_field field, bool split, struct head_line *ret)
{
    unsigned width;
    for (size_t bytes; split && ret->n + 1 < ALIGNED_COLUMNS && (bytes = split_at(&field, &width));) {
        ret->fields[ret->n++] =
            (struct aligned_field){{field.text.at, bytes}, field.from, field.from + width, false};
        size_t skip = bytes + lines_blank(field.text.at + bytes, field.text.at + field.text.len);
        field.text = (struct piece){field.text.at + skip, field.text.len - skip};
        field.from += width + 1;
    }
    if (ret->n < ALIGNED_COLUMNS)
        ret->fields[ret->n++] = field;
}

static unsigned shift(const struct aligned_field *a, const struct aligned_field *b)
{
    unsigned x = a->from + a->to, y = b->from + b->to;
    return (x < y ? y - x : x - y) / 2;
}

/* A lower line of as many parts, each nearly under one of these: the same heads go on. */
static const struct head_line *line_like(const struct heads *heads, const struct head_line *line)
{
    for (unsigned l = heads->n_lines; line->n > 1 && l-- > 0;) {
        const struct head_line *lower = &heads->lines[l];
        bool like = lower->n == line->n;
        for (unsigned i = 0; like && i < line->n; i++)
            like =
                lower->head[i] < ALIGNED_COLUMNS && shift(&lower->fields[i], &line->fields[i]) <= HEAD_SHIFT;
        if (like)
            return lower;
    }
    return NULL;
}

static void read_line(const struct aligned_lines *lines, size_t i, bool split, struct heads *ret)
{
    struct head_line *line = &ret->lines[ret->n_lines];
    line->n = 0;
    for (size_t f = 0; f < lines->items[i].n; f++)
        cut_parts(lines->fields[lines->items[i].first + f], split, line);
    const struct head_line *like = line_like(ret, line);
    /* A head may have two parts of one line, and keeps its fields from the last. */
    for (unsigned k = line->n; k-- > 0;) {
        line->head[k] = like ? like->head[k] : add(ret, &line->fields[k], i);
        if (like)
            extend(&ret->leaf[line->head[k]], &line->fields[k], i);
    }
    ret->n_lines++;
}

static int by_place(const void *a, const void *b)
{
    const struct head *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

static void read_heads(const struct aligned_lines *lines, size_t body, bool split, struct heads *ret)
{
    ret->n_leaf = ret->n_over = ret->n_lines = 0;
    for (size_t i = body; i-- > 0 && ret->n_lines < HEAD_LINES;)
        read_line(lines, i, split, ret);
    qsort(ret->leaf, ret->n_leaf, sizeof ret->leaf[0], by_place);
}

/* Heads that are not as many as columns go where they stand nearest; the columns left over have none. */
static void spread(struct heads *heads, const struct aligned_columns *columns)
{
    unsigned places[ALIGNED_COLUMNS];
    struct aligned_field fields[ALIGNED_COLUMNS];
    struct head spread[ALIGNED_COLUMNS];
    unsigned n = heads->n_leaf < columns->n ? heads->n_leaf : columns->n;
    for (unsigned i = 0; i < n; i++)
        fields[i] = (struct aligned_field){.from = heads->leaf[i].from, .to = heads->leaf[i].to};
    struct aligned_columns heads_only = *columns; /* heads are words, whatever stands below them */
    memset(heads_only.figures, 0, sizeof heads_only.figures);
    if (n)
        aligned_fit(&heads_only, fields, n, places);
    for (unsigned c = 0; c < columns->n; c++)
        spread[c] = (struct head){.from = columns->from[c], .to = columns->to[c]};
    for (unsigned i = 0; i < n; i++)
        spread[places[i]] = heads->leaf[i];
    memcpy(heads->leaf, spread, columns->n * sizeof spread[0]);
    heads->n_leaf = columns->n;
}

/* Whether a column's own head stands lower than one over it; the labels' never does. */
static bool is_under(const struct heads *heads, unsigned c, const struct head *over)
{
    return c && c < heads->n_leaf && !heads->leaf[c].over &&
           (!heads->leaf[c].n || heads->leaf[c].line > over->line);
}

static unsigned off_middle(const struct heads *heads, const struct head *over, unsigned first, unsigned last)
{
    unsigned a = over->from + over->to, b = heads->leaf[first].from + heads->leaf[last].to;
    return a < b ? b - a : a - b;
}

/* A merged head is printed in the middle of its columns: of those around what it stands over, the ones whose middle is
 * nearest to its own. */
static void settle_over(struct heads *heads, struct head *over)
{
    unsigned first = 0, last, best = ~0u, from = 0, to = 0;
    while (first < heads->n_leaf && heads->leaf[first].to <= over->from)
        first++;
    for (last = first; last + 1 < heads->n_leaf && heads->leaf[last + 1].from < over->to;)
        last++;
    for (unsigned i = first; is_under(heads, i, over); i--)
        for (unsigned j = last; is_under(heads, j, over); j++)
            if (off_middle(heads, over, i, j) < best) {
                best = off_middle(heads, over, i, j);
                from = i;
                to = j + 1;
            }
    for (unsigned c = from; c < to; c++)
        heads->leaf[c].over = over;
}

static void settle(struct heads *heads)
{
    for (unsigned o = 0; o < heads->n_over; o++)
        settle_over(heads, &heads->over[o]);
}

static void push_head(struct tallyd_builder *b, const struct head *head, unsigned rows, unsigned columns)
{
    struct piece first = head->n ? head->fields[head->n - 1].text : (struct piece){"", 0};
    b->ops->cell(b, first.at, first.len, rows, columns, NULL);
    for (unsigned i = head->n; i-- > 1;)
        b->ops->more(b, head->fields[i - 1].text.at, head->fields[i - 1].text.len);
}

static void push_heads(struct tallyd_builder *b, const struct heads *heads)
{
    unsigned rows = heads->n_over ? 2 : 1;
    b->ops->row(b);
    for (unsigned c = 0, end; c < heads->n_leaf; c = end) {
        const struct head *leaf = &heads->leaf[c];
        for (end = c + 1; leaf->over && end < heads->n_leaf && heads->leaf[end].over == leaf->over;)
            end++;
        push_head(b, leaf->over ? leaf->over : leaf, leaf->over ? 1 : rows, end - c);
    }
    if (rows == 1)
        return;
    b->ops->row(b);
    for (unsigned c = 0; c < heads->n_leaf; c++)
        if (heads->leaf[c].over)
            push_head(b, &heads->leaf[c], 1, 1);
}

bool aligned_heads(const struct aligned_lines *lines, size_t body, const struct aligned_columns *columns)
{
    struct heads heads; /* some hundred kilobytes; of the stack, for there may be many tables */
    read_heads(lines, body, true, &heads);
    if (heads.n_leaf != columns->n)
        read_heads(lines, body, false, &heads);
    bool sure = heads.n_leaf == columns->n;
    if (!sure)
        spread(&heads, columns);
    settle(&heads);
    push_heads(lines->b, &heads);
    return sure;
}
