#include "word_priv.h"

#include "../common/counting.h"

#define LEVELS           9
#define LIST_SIZE        28 /* LSTF */
#define LEVEL_SIZE       28 /* LVLF */
#define OVERRIDE_SIZE    16 /* LFO */
#define OVERRIDE_LEVEL   8  /* LFOLVL */
#define LIST_SIMPLE      1
#define LEVEL_LEGAL      4
#define LEVEL_NO_RESTART 8
#define OVERRIDES_START  0x10
#define OVERRIDES_LOOK   0x20
#define FORM_BULLET      0x17
#define OVERRIDES_MAX    2046 /* higher numbers mean something else */
#define LABEL_MAX        64   /* bytes of a label */
#define STYLE_NONE       0x0FFF

/* How one level is numbered. */
struct level {
    uint32_t start;
    uint8_t form; /* nfc */
    bool legal;   /* all numbers Arabic: 2.1 under 二、 */
    bool restarts;
    struct bytes text; /* UTF-16; a character below 9 stands for that level's number */
};

struct list {
    uint32_t id;
    uint16_t style[LEVELS]; /* of the paragraphs of each level */
    struct level level[LEVELS];
    uint32_t count[LEVELS];
    bool counted[LEVELS];
};

struct override {
    struct list *list;
    bool set[LEVELS], used[LEVELS];
    uint32_t start[LEVELS];
    struct level level[LEVELS];
    bool looks[LEVELS]; /* `level` says how it looks */
};

struct word_lists {
    struct list *lists;
    uint32_t n_lists;
    struct override *overrides;
    uint32_t n_overrides;
};

/* A level's description (LVL), and how long it is. */
static size_t read_level(struct bytes from, struct level *to)
{
    size_t at = LEVEL_SIZE + (size_t)bytes_u8(from, 24) + bytes_u8(from, 25);
    size_t length = bytes_u16(from, at) * 2ul;
    to->start = bytes_u32(from, 0);
    to->form = bytes_u8(from, 4);
    to->legal = bytes_u8(from, 5) & LEVEL_LEGAL;
    to->restarts = !(bytes_u8(from, 5) & LEVEL_NO_RESTART);
    to->text = bytes_part(from, at + 2, length);
    return at + 2 + length;
}

/* The lists' heads, and behind them, past the part's own end, the levels of each. */
static void read_lists(struct word *w, struct word_lists *lists)
{
    struct bytes part = word_part(w, WORD_LISTS);
    if (!part.len)
        return;
    uint32_t n = bytes_u16(part, 0), room = (uint32_t)(part.len / LIST_SIZE);
    lists->n_lists = n < room ? n : room;
    lists->lists = w->b->ops->alloc(w->b, ((size_t)lists->n_lists + 1) * sizeof *lists->lists);
    size_t at = (size_t)(part.at - w->table.at) + 2 + (size_t)n * LIST_SIZE;
    for (uint32_t i = 0; i < lists->n_lists; i++) {
        struct bytes head = bytes_part(part, 2 + (size_t)i * LIST_SIZE, LIST_SIZE);
        struct list *list = &lists->lists[i];
        list->id = bytes_u32(head, 0);
        unsigned levels = bytes_u8(head, 26) & LIST_SIMPLE ? 1 : LEVELS;
        for (unsigned l = 0; l < LEVELS; l++) {
            list->style[l] = bytes_u16(head, 8 + l * 2ul);
            if (l < levels)
                at += read_level(bytes_from(w->table, at), &list->level[l]);
        }
    }
}

static struct list *find_list(const struct word_lists *lists, uint32_t id)
{
    for (uint32_t i = 0; i < lists->n_lists; i++)
        if (lists->lists[i].id == id)
            return &lists->lists[i];
    return NULL;
}

/* Where an override's own levels end. */
static size_t read_override_levels(struct bytes part, size_t at, unsigned n, struct override *override)
{
    for (unsigned i = 0; i < n; i++) {
        uint32_t flags = bytes_u32(part, at + 4);
        unsigned l = flags & 0xF;
        struct level level = {0};
        size_t size = OVERRIDE_LEVEL;
        if (flags & OVERRIDES_LOOK)
            size += read_level(bytes_from(part, at + OVERRIDE_LEVEL), &level);
        if (l < LEVELS) {
            override->set[l] = flags & OVERRIDES_START;
            override->start[l] = flags & OVERRIDES_LOOK ? level.start : bytes_u32(part, at);
            override->looks[l] = flags & OVERRIDES_LOOK;
            override->level[l] = level;
        }
        at += size;
    }
    return at;
}

static void read_overrides(struct word *w, struct word_lists *lists)
{
    struct bytes part = word_part(w, WORD_LIST_OVERRIDES);
    uint32_t n = bytes_u32(part, 0), room = (uint32_t)(part.len / OVERRIDE_SIZE);
    lists->n_overrides = n < room ? n : room;
    if (lists->n_overrides > OVERRIDES_MAX)
        lists->n_overrides = OVERRIDES_MAX;
    lists->overrides = w->b->ops->alloc(w->b, ((size_t)lists->n_overrides + 1) * sizeof *lists->overrides);
    size_t at = 4 + (size_t)n * OVERRIDE_SIZE;
    for (uint32_t i = 0; i < lists->n_overrides; i++) {
        size_t head = 4 + (size_t)i * OVERRIDE_SIZE;
        lists->overrides[i].list = find_list(lists, bytes_u32(part, head));
        at = read_override_levels(part, at + 4, bytes_u8(part, head + 12), &lists->overrides[i]);
    }
}

void word_read_lists(struct word *w)
{
    w->lists = w->b->ops->alloc(w->b, sizeof *w->lists);
    read_lists(w, w->lists);
    read_overrides(w, w->lists);
}

static const struct level *look(const struct override *override, unsigned l)
{
    return override->looks[l] ? &override->level[l] : &override->list->level[l];
}

/* A number of a level begins those below it anew. */
static void count(struct override *override, unsigned l)
{
    struct list *list = override->list;
    bool fresh = override->set[l] && !override->used[l];
    if (fresh)
        list->count[l] = override->start[l];
    else if (list->counted[l])
        list->count[l]++;
    else
        list->count[l] = look(override, l)->start;
    override->used[l] = list->counted[l] = true;
    for (unsigned above = 0; above < l; above++)
        if (!list->counted[above]) {
            list->count[above] = look(override, above)->start;
            list->counted[above] = true;
        }
    for (unsigned below = l + 1; below < LEVELS; below++)
        if (look(override, below)->restarts)
            list->counted[below] = false;
}

static void compose(const struct override *override, unsigned l, struct str *to)
{
    const struct level *level = look(override, l);
    for (size_t i = 0; i + 1 < level->text.len && i < LABEL_MAX; i += 2) {
        uint16_t c = bytes_u16(level->text, i);
        if (c < LEVELS)
            counting_put(to, level->legal ? COUNTING_DECIMAL : counting_of_number(look(override, c)->form),
                         override->list->count[c]);
        else if (c < 0xE000 || c >= 0xF900) /* a symbol font's own */
            str_char(to, c);
    }
}

void word_label(struct word *w, const struct word_format *format, struct str *to)
{
    const struct word_lists *lists = w->lists;
    if (!format->override || format->override > lists->n_overrides)
        return;
    struct override *override = &lists->overrides[format->override - 1];
    if (!override->list)
        return;
    unsigned l = format->level;
    for (unsigned i = 0; i < LEVELS && format->listed_by_style; i++)
        if (override->list->style[i] != STYLE_NONE && override->list->style[i] == format->style)
            l = i;
    if (look(override, l)->form == FORM_BULLET)
        return;
    count(override, l);
    compose(override, l, to);
}
