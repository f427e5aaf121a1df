#include "priv.h"

/* Where lines end and begin is taken from lines of at least so many characters, in steps of so many points. */
#define LONG_LINE  15u
#define STEP       4.0f
#define STEPS      800u
#define EDGE_LEAST 3u
#define EDGE_STEPS 4u
/* A page has edges of its own where so many of its long lines end at the same place, and none farther right. */
#define PAGE_LINES 2u
/* In sizes of the type: a line that ends this near its edge is full; one that begins this much farther right is
 * indented, by no more than the next; lines farther apart than this are two paragraphs. */
#define FULL       2.0f
#define WORD_ROOM  0.5f
#define INDENT     1.2f
#define INDENT_MAX 5.0f
#define SAME_START 0.7f
#define APART      2.6f
#define SAME_SIZE  0.12f
/* The document's title is this much larger than its text, in the middle of the page, and no longer than this. */
#define TITLE_SIZE  1.2f
#define TITLE_BYTES 240u
#define MIDDLE      0.1f
#define SIZES       200u

/* Where the lines of the upright and of the broad pages begin and end, and how large most characters are. */
struct shape {
    float left[2], right[2];
    float size;
};

static unsigned kind_of(const struct layout *l, uint32_t page)
{
    return l->pages.items[page - 1].width > l->pages.items[page - 1].height;
}

static uint32_t step_of(float x)
{
    return x < 0 ? 0 : x / STEP >= STEPS ? STEPS - 1 : (uint32_t)(x / STEP);
}

/* How many lines are counted at steps (to - EDGE_STEPS, to]. */
static uint32_t lines_near(const uint32_t *counts, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < EDGE_STEPS && i <= to; i++)
        n += counts[to - i];
    return n;
}

/* The leftmost place where so many long lines begin; 0 where nowhere. */
static float find_left(const uint32_t *begins, uint32_t least)
{
    uint32_t left = 0;
    while (left < STEPS && lines_near(begins, left) < least)
        left++;
    return left == STEPS ? 0 : (float)left * STEP;
}

/* Where most long lines end, and the leftmost place where some begin. */
static void find_edges(const uint32_t *begins, const uint32_t *ends, float *ret_left, float *ret_right)
{
    uint32_t most = EDGE_LEAST - 1;
    for (uint32_t s = 0; s < STEPS; s++) {
        uint32_t n = ends[s] ? lines_near(ends, s) : 0;
        if (n > most) {
            most = n;
            *ret_right = (float)(s + 1) * STEP;
        }
    }
    float left = find_left(begins, EDGE_LEAST);
    *ret_left = left > 0 ? left : find_left(begins, 1);
}

static bool is_long(const struct layout_item *item)
{
    return item->kind == LAYOUT_LINE && item->line.n >= LONG_LINE && !(item->right > 0);
}

/* A page's own edges. */
static void find_page_edges(const struct layout *l, struct layout_sheet *page)
{
    const struct layout_item *items = l->items.items;
    float left = INFINITY, right = 0;
    uint32_t n = 0;
    for (uint32_t i = page->first; i < page->end; i++) {
        if (!is_long(&items[i]))
            continue;
        left = fminf(left, items[i].line.x0);
        right = fmaxf(right, items[i].line.x1);
    }
    for (uint32_t i = page->first; i < page->end; i++)
        n += is_long(&items[i]) && right - items[i].line.x1 <= EDGE_STEPS * STEP;
    page->left = left;
    page->right = n >= PAGE_LINES ? right : 0;
}

static struct shape shape_of(const struct layout *l)
{
    struct shape shape = {.right = {INFINITY, INFINITY}};
    uint32_t begins[2][STEPS] = {{0}}, ends[2][STEPS] = {{0}}, sizes[SIZES] = {0};
    for (uint32_t i = 0; i < l->items.n; i++) {
        const struct layout_item *item = &l->items.items[i];
        if (item->kind != LAYOUT_LINE)
            continue;
        sizes[(uint32_t)fminf(item->line.size * 2, SIZES - 1)] += item->line.n;
        if (!is_long(item))
            continue;
        begins[kind_of(l, item->page)][step_of(item->line.x0)]++;
        ends[kind_of(l, item->page)][step_of(item->line.x1)]++;
    }
    for (uint32_t i = 0; i < l->pages.n; i++)
        find_page_edges(l, &l->pages.items[i]);
    for (unsigned kind = 0; kind < 2; kind++)
        find_edges(begins[kind], ends[kind], &shape.left[kind], &shape.right[kind]);
    for (uint32_t s = 1, most = 0; s < SIZES; s++) {
        shape.size = sizes[s] > most ? (float)s / 2 : shape.size;
        most = sizes[s] > most ? sizes[s] : most;
    }
    return shape;
}

static bool starts(struct layout_text text, const char *word)
{
    size_t len = strlen(word);
    return text.len >= len && memcmp(text.at, word, len) == 0;
}

static bool ends(struct layout_text text, const char *word)
{
    size_t len = strlen(word);
    return text.len >= len && memcmp(text.at + text.len - len, word, len) == 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct layout_text without(struct layout_text text, const char *end)
{
    size_t len = ends(text, end) ? strlen(end) : 0;
    return (struct layout_text){text.at, text.len - len};
}

static struct layout_text without_blanks(struct layout_text text)
{
    while (ends(text, " "))
        text.len--;
    return text;
}

/* A line of a table of contents: dots, then the page, in brackets or not; or more dots than a sentence ends with. */
static bool is_entry(struct layout_text text)
{
    static const char *const leaders[] = {"…", "..", "··", "．．"}, *const many[] = {"………", "......",
                                                                                     "······"};
    struct layout_text rest = without_blanks(without(without(text, "）"), ")"));
    const size_t end = rest.len;
    while (rest.len && is_digit(rest.at[rest.len - 1]))
        rest.len--;
    const bool page = rest.len < end;
    rest = without_blanks(without(without(without_blanks(rest), "（"), "("));
    for (size_t i = 0; i < sizeof leaders / sizeof *leaders && page; i++)
        if (ends(rest, leaders[i]))
            return true;
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        if (ends(rest, many[i]))
            return true;
    return false;
}

/* The end of an entry whose name filled the line above. */
static bool is_entry_end(struct layout_text text)
{
    return is_entry(text) && (starts(text, "……") || starts(text, "...") || starts(text, "···"));
}

/* `1.` or `12、` and no figure. */
static bool is_item(struct layout_text text)
{
    size_t n = 0;
    while (n < text.len && is_digit(text.at[n]))
        n++;
    struct layout_text rest = {text.at + n, text.len - n};
    bool mark = starts(rest, "、") || starts(rest, "．") ||
                (starts(rest, ".") && rest.len > 1 && !is_digit(rest.at[1]));
    return n > 0 && n < 3 && mark;
}

/* Bytes of the Chinese number that a text begins with. */
static size_t numeral(struct layout_text text)
{
    static const char digits[] = "一二三四五六七八九十";
    size_t n = 0;
    while (n + 3 <= text.len && memmem(digits, sizeof digits - 1, text.at + n, 3))
        n += 3;
    return n;
}

/* `一、` or `（十二）`. */
static bool is_heading(struct layout_text text)
{
    size_t bracket = starts(text, "（") ? strlen("（") : 0;
    struct layout_text number = {text.at + bracket, text.len - bracket};
    size_t n = numeral(number);
    struct layout_text rest = {number.at + n, number.len - n};
    return n > 0 && n <= 9 && starts(rest, bracket ? "）" : "、");
}

static bool is_stopped(struct layout_text text)
{
    static const char *const stops[] = {"。", "；", "：", ":", ";", "！", "？"};
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (ends(text, stops[i]))
            return true;
    return false;
}

/* Whether no more had room on a line: nothing, or not the word or figure that the next one begins with. */
static bool is_full(const struct layout_line *line, const struct layout_line *next, float room)
{
    float size = fmaxf(line->size, next->size);
    return room <= FULL * size || (room <= next->lead + WORD_ROOM * size && !is_stopped(line->text));
}

/* A line that begins something new by its number; by a looser one, under a line that ends its sentence. */
static bool is_numbered(struct layout_text before, struct layout_text text)
{
    static const char *const numbers[] = {"（", "(", "第", "附件", "注："};
    bool stop = is_stopped(before), number = is_digit(text.at[0]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        number = number || starts(text, numbers[i]);
    return is_item(text) || is_heading(text) || (stop && number);
}

/* The edges that a line stands between: its column's, its page's, or those of all pages of its shape. */
static void edges_of(const struct layout *l, const struct shape *shape, const struct layout_item *item,
                     float *ret_left, float *ret_right)
{
    const struct layout_sheet *page = &l->pages.items[item->page - 1];
    unsigned kind = kind_of(l, item->page);
    bool own = item->right > 0;
    *ret_left = own ? item->left : page->right > 0 ? page->left : shape->left[kind];
    *ret_right = own ? item->right : page->right > 0 ? page->right : shape->right[kind];
    if (!isfinite(*ret_right)) /* too few lines tell: a page has the same room on both sides */
        *ret_right = page->width - *ret_left;
}

/* Whether line b goes on with the paragraph that a belongs to. */
static bool goes_on(const struct layout *l, const struct shape *shape, const struct layout_item *a,
                    const struct layout_item *b)
{
    const struct layout_line *x = &a->line, *y = &b->line;
    float left, right, next_left, next_right;
    edges_of(l, shape, a, &left, &right);
    edges_of(l, shape, b, &next_left, &next_right);
    float size = fmaxf(x->size, y->size), step = y->base - x->base;
    if (fabsf(x->size - y->size) > SAME_SIZE * size || !is_full(x, y, right - x->x1))
        return false;
    if (x->x0 > left + INDENT_MAX * size) /* it stands on the right: a unit, a date */
        return false;
    if (step > APART * size || is_entry(x->text) || is_numbered(x->text, y->text))
        return false;
    if (a->right > 0 && !(b->right > 0))
        return false;
    float begin = y->x0 - (next_left - left); /* the next page or column begins elsewhere */
    return begin <= x->x0 - size ||
           (fabsf(begin - x->x0) < SAME_START * size && begin < left + INDENT * size);
}

static struct tallyd_place place_of(const struct layout_item *item, uint32_t paragraph)
{
    return (struct tallyd_place){.page = item->page, .paragraph = paragraph};
}

static void push_aside(const struct layout *l, const struct layout_item *item)
{
    struct tallyd_place place = place_of(item, 0);
    l->b->ops->aside(l->b, item->line.text.at, item->line.text.len, &place);
}

/* The next line in reading order, over asides and over the ends of pages; UINT32_MAX before a table. */
static uint32_t next_line(const struct layout *l, uint32_t i)
{
    while (++i < l->items.n && l->items.items[i].kind != LAYOUT_TABLE)
        if (l->items.items[i].kind == LAYOUT_LINE)
            return i;
    return UINT32_MAX;
}

static bool is_of_contents(const struct layout *l, uint32_t i)
{
    if (l->items.items[i].kind != LAYOUT_LINE)
        return false;
    uint32_t next = next_line(l, i);
    return is_entry(l->items.items[i].line.text) ||
           (next != UINT32_MAX && is_entry_end(l->items.items[next].line.text));
}

/* The lines of one paragraph, written one behind the other. */
struct paragraph {
    struct layout_text *lines;
    uint32_t n, cap;
    size_t len;
    char *text; /* room for what they are together */
    size_t room;
};

static void add_line(struct layout *l, struct paragraph *p, struct layout_text text)
{
    if (p->n == p->cap)
        p->lines = scratch_room(l, p->lines, p->n, &p->cap, sizeof *p->lines);
    p->lines[p->n++] = text;
    p->len += text.len + 1;
}

static struct layout_text text_of(struct layout *l, struct paragraph *p)
{
    if (p->len >= p->room) {
        p->room = p->len * 2;
        p->text = scratch_alloc(l, p->room);
    }
    char *to = p->text;
    size_t n = 0;
    for (uint32_t i = 0; i < p->n; i++) {
        const char *joint = i ? lines_joint(p->lines[i - 1], p->lines[i]) : "";
        n = (size_t)(stpcpy(to + n, joint) - to);
        memcpy(to + n, p->lines[i].at, p->lines[i].len);
        n += p->lines[i].len;
    }
    return (struct layout_text){to, n};
}

static bool is_title(const struct layout *l, const struct shape *shape, const struct layout_item *item)
{
    float width = l->pages.items[item->page - 1].width;
    return item->line.size >= TITLE_SIZE * shape->size &&
           fabsf((item->line.x0 + item->line.x1) / 2 - width / 2) < MIDDLE * width;
}

/* The lines from item i on that make up one paragraph, or the title where the document begins. Returns the last
 * one's index. */
static uint32_t gather(struct layout *l, const struct shape *shape, uint32_t i, bool title,
                       struct paragraph *p)
{
    const struct layout_item *items = l->items.items;
    p->n = 0;
    p->len = 0;
    add_line(l, p, items[i].line.text);
    for (uint32_t next; (next = next_line(l, i)) != UINT32_MAX; i = next) {
        const struct layout_item *a = &items[i], *b = &items[next];
        bool same = b->page == a->page && fabsf(a->line.size - b->line.size) < SAME_SIZE * a->line.size;
        bool more = title ? same && is_title(l, shape, b) && p->len < TITLE_BYTES &&
                                b->line.base - a->line.base < APART * a->line.size
                          : goes_on(l, shape, a, b);
        if (!more)
            break;
        add_line(l, p, b->line.text);
    }
    return i;
}

static void push_cell(const struct layout *l, const struct layout_cell *c, uint32_t table)
{
    struct tallyd_place at = {.page = c->page, .table = table, .row = c->row + 1, .column = c->column + 1};
    l->b->ops->cell(l->b, c->text.at, c->text.len, c->rows, c->columns, &at);
}

static void push_table(struct layout *l, const struct layout_item *item, uint32_t number)
{
    const struct tallyd_builder_ops *ops = l->b->ops;
    const struct layout_table *t = item->table;
    struct tallyd_place place = {.page = item->page, .table = number};
    uint32_t row = 0; /* rows begun */
    ops->table_begin(l->b, false, t->columns, &place);
    ops->confidence(l->b, t->confidence);
    for (const struct layout_table *part = t; part; part = part->next) {
        for (uint32_t i = part->begin; i < part->cells.n; i++) {
            for (; row <= part->cells.items[i].row; row++)
                ops->row(l->b);
            if (part->cells.items[i].rows)
                push_cell(l, &part->cells.items[i], number);
        }
    }
    for (; row < t->rows; row++)
        ops->row(l->b);
    ops->table_end(l->b);
}

/* Asides that stand between the lines of a paragraph come before it. */
static void push_asides(const struct layout *l, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (l->items.items[i].kind == LAYOUT_ASIDE)
            push_aside(l, &l->items.items[i]);
}

static void push_lines(struct layout *l, struct paragraph *p, const struct layout_item *item, bool title,
                       uint32_t number)
{
    struct layout_text text = text_of(l, p);
    struct tallyd_place place = place_of(item, number);
    if (title)
        l->b->ops->heading(l->b, 1, text.at, text.len, &place);
    else
        l->b->ops->paragraph(l->b, text.at, text.len, &place);
}

void push_all(struct layout *l)
{
    struct shape shape = shape_of(l);
    struct paragraph paragraph = {0};
    uint32_t number = 0, page = 0, tables = 0;
    bool begun = false;
    for (uint32_t i = 0; i < l->items.n; i++) {
        const struct layout_item *item = &l->items.items[i];
        number = item->page == page ? number : 0;
        page = item->page;
        if (item->kind == LAYOUT_ASIDE || is_of_contents(l, i))
            push_aside(l, item);
        else if (item->kind == LAYOUT_TABLE)
            push_table(l, item, ++tables);
        else if (item->kind == LAYOUT_LINE) {
            bool title = !begun && is_title(l, &shape, item);
            uint32_t last = gather(l, &shape, i, title, &paragraph);
            push_asides(l, i + 1, last);
            push_lines(l, &paragraph, item, title, ++number);
            i = last;
        }
        begun = begun || item->kind == LAYOUT_LINE || item->kind == LAYOUT_TABLE;
    }
}
