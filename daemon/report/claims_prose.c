/* Sums in prose. The tokens are walked once. A word that opens a list (其中, 包括, 分别为 …), or a bracket right after a figure, makes
 * the figures after it parts of the figure before it; a list has a column for each unit, so that `共230个，总投资96.4亿元，其中新建48个，
 * 投资17.5亿元…` is two sums. Lists nest: by brackets, and by an opening word inside a list, whose parts reach up to the semicolon. */
#include "claims_index.h"
#include "claims_list.h"
#include "claims_tokens.h"

/* Deeper nesting than any sentence that people write; what is deeper is not read. */
#define LISTS_MAX 16
#define DEPTH_MAX 8
/* Tokens that an item of a numbered list may have. */
#define ITEM_REACH 60

struct walk {
    struct report *report;
    const struct tokens *tokens;
    uint32_t at, depth;
    struct list lists[LISTS_MAX];
    uint32_t n_lists;
    struct candidates here[DEPTH_MAX + 1]; /* of this sentence, by depth */
    struct candidates before;              /* of the sentence before, outside brackets */
    struct candidates split;               /* what 按…分 splits, as long as one split follows another */
    bool splits;                           /* this sentence has such a word */
    bool split_far;                        /* its total stands more than a sentence before it */
    struct candidates far;                 /* of the sentences before, outside brackets, the last ones */
    uint32_t last;                         /* the amount read last, or FACT_NONE */
    bool each;                             /* this sentence has told so much for each */
    bool joint[2];                         /* 共 has stood in the sentence before and in this one */
};

/* ------------------------------------------------------------------ lists open and close */

static void add_candidate(struct candidates *c, uint32_t fact)
{
    if (c->n == CANDIDATES_MAX)
        memmove(c->facts, c->facts + 1, --c->n * sizeof *c->facts);
    c->facts[c->n++] = fact;
}

static struct list *top(struct walk *w)
{
    return w->n_lists ? &w->lists[w->n_lists - 1] : NULL;
}

static struct list *top_here(struct walk *w)
{
    struct list *l = top(w);
    return l && l->depth == w->depth ? l : NULL;
}

static struct list *open_list(struct walk *w, struct span words, bool opened)
{
    if (w->n_lists == LISTS_MAX)
        return NULL;
    struct list *l = &w->lists[w->n_lists++];
    *l = (struct list){.depth = w->depth, .words = words, .opened = opened};
    return l;
}

/* Weights add up to a weight, scores to a score; what was taken off (扣1分) is no part of either. */
static bool fits(const struct report *report, const struct fact *total, const struct fact *part)
{
    enum version other = total->version == VERSION_SCORE ? VERSION_WEIGHT : VERSION_SCORE;
    return claims_addable(total, part) && part->version != other &&
           (total->version == VERSION_UNKNOWN || !lexicon_is(report->lexicon, "score-deducted", part->label));
}

/* The total of a part: of its unit and, where two totals of one unit are told apart by their version (追加
 * and 调减), of its version; else the one that the list already has, else the last. */
static uint32_t total_of(const struct walk *w, const struct list *l, uint32_t part)
{
    const struct fact *p = claims_fact(w->report, part);
    uint32_t total = FACT_NONE;
    for (uint32_t i = l->totals.n; i-- > 0;) {
        const struct fact *t = claims_fact(w->report, l->totals.facts[i]);
        if (!fits(w->report, t, p))
            continue;
        if (t->version == p->version && p->version != VERSION_UNKNOWN)
            return l->totals.facts[i];
        total = total == FACT_NONE ? l->totals.facts[i] : total;
    }
    for (uint32_t i = 0; i < l->n_columns && total != FACT_NONE; i++)
        if (fits(w->report, claims_fact(w->report, l->columns[i].total), p))
            return l->columns[i].total;
    return total;
}

/* How far after a total, in facts, its other versions stand. */
#define VERSIONS_REACH 6

/* Of `年初预算780万元，追加86万元，全年执行数892.40万元，其中：…` the figure of the part's own version. */
static uint32_t in_version(const struct walk *w, uint32_t total, uint32_t part)
{
    const struct fact *p = claims_fact(w->report, part);
    if (total == FACT_NONE || p->version == VERSION_UNKNOWN ||
        p->version == claims_fact(w->report, total)->version)
        return total;
    for (uint32_t i = total + 1; i < part && i <= total + VERSIONS_REACH; i++) {
        const struct fact *t = claims_fact(w->report, i);
        if (t->topic == total && t->version == p->version && claims_amount(t) && claims_addable(t, p))
            return i;
    }
    return total;
}

static struct column *column_of(struct walk *w, struct list *l, uint32_t part)
{
    uint32_t total = in_version(w, total_of(w, l, part), part);
    for (uint32_t i = 0; i < l->n_columns && total != FACT_NONE; i++)
        if (l->columns[i].total == total)
            return &l->columns[i];
    if (total == FACT_NONE || l->n_columns == COLUMNS_MAX)
        return NULL;
    l->columns[l->n_columns] = (struct column){.total = total, .item = UINT32_MAX};
    return &l->columns[l->n_columns++];
}

/* `计划改造3200户，…。涉及6个县，其中：石屏县820户、云阳县640户…`: no figure of the list's sentence has its unit, but one of
 * a sentence before has. */
static struct column *far_column(struct walk *w, struct list *l, uint32_t fact)
{
    if (!l->opened || l->depth || l->n_columns || l->far || !w->far.n || w->each)
        return NULL;
    struct candidates near = l->totals;
    l->totals = w->far;
    l->far = true;
    struct column *col = column_of(w, l, fact);
    if (!col) {
        l->totals = near;
        l->far = false;
    }
    return col;
}

static bool is_above(const struct walk *w, uint32_t part, uint32_t total)
{
    const struct fact *p = claims_fact(w->report, part), *t = claims_fact(w->report, total);
    return decimal_cmp(quantity_base(p->quantity), quantity_base(t->quantity)) > 0;
}

/* `改造小区46个。分布在3个区，其中南屏区18个、…`: the first part is above the count beside it, not above one further back. */
static struct column *outgrown_column(struct walk *w, struct list *l, uint32_t fact)
{
    uint32_t near = l->n_columns || l->far ? FACT_NONE : total_of(w, l, fact);
    if (near == FACT_NONE || claims_dimension(claims_fact(w->report, fact)) != DIMENSION_COUNT ||
        !is_above(w, fact, near))
        return NULL;
    struct candidates totals = l->totals;
    struct column *col = far_column(w, l, fact);
    if (col && !is_above(w, fact, col->total))
        return col;
    l->totals = totals;
    l->far = false;
    l->n_columns = 0;
    return NULL;
}

/* Of a numbered item the first figure of its unit is the part; what follows speaks of it. */
static void add_part(struct walk *w, struct list *l, uint32_t fact)
{
    struct column *col = l->aside ? NULL : outgrown_column(w, l, fact);
    col = col || l->aside ? col : column_of(w, l, fact);
    col = col || l->aside ? col : far_column(w, l, fact);
    if (!col || !claims_item_fits(w->report, l, col, fact))
        return;
    col->item = l->item;
    claims_list_push(w->report, &col->parts, fact);
}

static void close_top(struct walk *w)
{
    struct list l = w->lists[--w->n_lists];
    struct list *outer = top_here(w);
    uint32_t proved = claims_list_adds_up(w->report, &l);
    if (l.bare && !proved)
        return;
    for (uint32_t i = 0; i < l.n_columns; i++) {
        struct column *col = &l.columns[i];
        uint32_t n = claims_list_settle(w->report, &l, col, claims_item_all(w->report, col, proved));
        for (uint32_t p = n; outer && p < col->parts.n; p++)
            add_part(w, outer, col->parts.items[p]);
        col->parts.n = n;
        if (l.far && !proved)
            continue;
        claims_list_shares(w->report, &l, col);
        claims_list_beside(w->report, &l, col);
    }
}

static void close_deeper(struct walk *w, uint32_t depth)
{
    while (w->n_lists && top(w)->depth > depth)
        close_top(w);
}

static bool nested_here(const struct walk *w)
{
    return w->n_lists > 1 && w->lists[w->n_lists - 1].depth == w->depth &&
           w->lists[w->n_lists - 2].depth == w->depth;
}

/* Leaves the outermost list of this depth open. */
static void close_nested(struct walk *w)
{
    close_deeper(w, w->depth);
    while (nested_here(w))
        close_top(w);
}

/* A part of the outer list's total that is none of the inner's ends an inner list gone on past a semicolon. */
static void return_to_outer(struct walk *w, const struct fact *part)
{
    while (nested_here(w) && top(w)->overdue) {
        const struct list *outer = &w->lists[w->n_lists - 2];
        const struct measure *inner =
            top(w)->n_columns ? claims_fact(w->report, top(w)->columns[0].total)->measure : NULL;
        const struct measure *whole =
            outer->n_columns ? claims_fact(w->report, outer->columns[0].total)->measure : NULL;
        if (claims_part_of(part->measure, inner) || !claims_part_of(part->measure, whole))
            return;
        close_top(w);
    }
}

static void close_all(struct walk *w)
{
    while (w->n_lists)
        close_top(w);
    w->depth = 0;
}

/* ------------------------------------------------------------------ tokens */

static void on_fact(struct walk *w, const struct token *t)
{
    const struct fact *f = claims_fact(w->report, t->fact);
    return_to_outer(w, f);
    while (top_here(w) && top_here(w)->n_columns && claims_item_is_grand_total(w->report, f))
        close_top(w);
    struct list *l = top_here(w);
    if (l && f->version == VERSION_SHARE && f->topic != FACT_NONE)
        claims_list_push(w->report, &l->shares, t->fact);
    if (!claims_amount(f) || f->topic != FACT_NONE)
        return;
    if (claims_says(w->report, t->sentence, "each", f->label)) {
        w->each = true; /* 亩均N元 is no total and no part */
        return;
    }
    if (l)
        add_part(w, l, t->fact);
    add_candidate(&w->here[w->depth], t->fact);
    w->last = t->fact;
}

/* A bracket right after an amount may hold its parts. */
static void on_open(struct walk *w, const struct token *t)
{
    if (w->depth == DEPTH_MAX)
        return;
    w->depth++;
    w->here[w->depth].n = 0;
    bool after = w->last != FACT_NONE && t->span.from - claims_fact(w->report, w->last)->span.to <= 1;
    struct list *l = after ? open_list(w, t->span, false) : NULL;
    if (l)
        add_candidate(&l->totals, w->last);
}

static void on_close(struct walk *w, const struct token *t)
{
    (void)t;
    if (w->depth == 0)
        return;
    close_deeper(w, w->depth - 1);
    w->depth--;
}

/* A bare list is no list where a word opens a real one. */
static void drop_bare(struct walk *w)
{
    if (w->n_lists == 1 && w->lists[0].bare)
        w->n_lists = 0;
}

/* `社区11个，其中城市社区7个、涉农社区4个，人口6.82万人，其中…`: a figure of another unit than the list's stands outside of it. */
static bool in_columns(const struct walk *w, const struct list *l)
{
    const struct fact *last = claims_fact(w->report, w->last);
    for (uint32_t i = 0; i < l->n_columns; i++)
        if (claims_addable(claims_fact(w->report, l->columns[i].total), last))
            return true;
    return false;
}

/* What the parts are parts of: inside a list its last part, or a figure of another unit after that; else the figures of this sentence or, where the
 * sentence begins with the word, of the one before. */
static void take_totals(struct walk *w, struct list *l, const struct list *outer)
{
    if (outer && outer->n_columns) {
        for (uint32_t i = 0; i < outer->n_columns; i++)
            if (outer->columns[i].parts.n)
                add_candidate(&l->totals, outer->columns[i].parts.items[outer->columns[i].parts.n - 1]);
        if (w->last != FACT_NONE && !in_columns(w, outer))
            add_candidate(&l->totals, w->last);
        return;
    }
    bool here = w->here[w->depth].n || w->depth || w->each;
    l->totals = here ? w->here[w->depth] : w->before;
    l->joint = w->joint[here];
}

/* A figure that speaks of the one before (年初预算N，全年执行数M) is no total on its own, but is one when the
 * list follows at once. */
static void add_last_figure(struct walk *w)
{
    uint32_t at = w->at;
    while (at > 0 &&
           (w->tokens->items[at - 1].kind == TOKEN_COMMA || w->tokens->items[at - 1].kind == TOKEN_COLON))
        at--;
    const struct token *previous = at ? &w->tokens->items[at - 1] : NULL;
    if (!previous || previous->kind != TOKEN_FACT)
        return;
    const struct fact *f = claims_fact(w->report, previous->fact);
    if (claims_amount(f) && f->topic != FACT_NONE)
        add_candidate(&w->here[w->depth], previous->fact);
}

/* `收入900万元，由a万元、b万元、c万元组成`: the word stands behind the parts. */
static bool is_composed(struct walk *w, const struct token *t)
{
    const struct candidates *here = &w->here[w->depth];
    const struct token *previous = w->at ? &w->tokens->items[w->at - 1] : NULL;
    const struct list *l = top_here(w);
    if (here->n < 3 || !previous || previous->kind != TOKEN_FACT || previous->span.to != t->span.from ||
        (l && l->n_columns))
        return false;
    struct span between = {claims_fact(w->report, here->facts[0])->span.to,
                           claims_fact(w->report, here->facts[1])->span.from};
    return between.to > between.from &&
           slice_find(document_quote(w->report->document, between), S("由"), 0) >= 0;
}

static void read_composed(struct walk *w, const struct token *t)
{
    const struct candidates here = w->here[w->depth];
    struct list *l = open_list(w, t->span, true);
    if (!l)
        return;
    l->all = true;
    add_candidate(&l->totals, here.facts[0]);
    for (uint32_t i = 1; i < here.n; i++)
        add_part(w, l, here.facts[i]);
    close_top(w);
}

static void on_opening_word(struct walk *w, const struct token *t)
{
    drop_bare(w);
    if (is_composed(w, t)) {
        read_composed(w, t);
        return;
    }
    add_last_figure(w);
    struct list *l = top_here(w);
    bool fresh = l && !l->opened && l->n_columns == 0;
    if (!fresh) {
        uint32_t outer = w->n_lists;
        bool nested = l != NULL;
        l = open_list(w, t->span, true);
        if (!l)
            return;
        take_totals(w, l, nested ? &w->lists[outer - 1] : NULL);
    }
    l->opened = true;
    l->words = t->span;
    l->all = t->kind == TOKEN_ALL;
}

/* `支出880万元。按性质分：…。按功能分：…`: each is a list of all the parts of one total. */
static void on_split(struct walk *w, const struct token *t)
{
    if (w->depth)
        return;
    close_all(w);
    if (!w->split.n) {
        w->split = w->here[0].n ? w->here[0] : w->before;
        w->split_far = w->split.n == 0;
        w->split = w->split_far ? w->far : w->split;
    }
    w->splits = true;
    struct list *l = open_list(w, t->span, true);
    l->all = l->split = true;
    l->far = w->split_far;
    l->totals = w->split;
}

static void on_cut(struct walk *w, const struct token *t)
{
    if (w->depth)
        return;
    on_split(w, t);
    top(w)->far = true;
}

/* `实际支出291.6万元：器材92.4万元，伙食108.2万元…`: a colon right after an amount, be it that of a numbered item. */
static void on_colon(struct walk *w, const struct token *t)
{
    const struct token *previous = w->at ? &w->tokens->items[w->at - 1] : NULL;
    const struct list *l = top(w);
    struct token all = *t;
    all.kind = TOKEN_ALL;
    bool ratio = t[1].kind == TOKEN_FACT && t[1].span.from == t->span.to; /* 43.7:56.3; an END is last */
    bool may_open = !ratio && !w->depth && (!l || (l == w->lists && l->numbered && l->n_columns));
    if (may_open && previous && previous->kind == TOKEN_FACT && previous->span.to == t->span.from &&
        claims_amount(claims_fact(w->report, previous->fact)))
        on_opening_word(w, &all);
}

static void on_held(struct walk *w, const struct token *t)
{
    const struct token *previous = w->at ? &w->tokens->items[w->at - 1] : NULL;
    if (previous && previous->kind == TOKEN_OPEN && previous->span.to == t->span.from)
        on_opening_word(w, t);
}

static void on_item(struct walk *w, const struct token *t)
{
    struct list *l = top_here(w);
    if (l && nested_here(w) && w->lists[0].numbered && t->number.level > w->lists[0].level)
        return; /* numbers of an item's own list */
    close_nested(w);
    l = top_here(w);
    if (!l || (l->n_columns && !l->numbered))
        return;
    if (!l->numbered)
        l->level = t->number.level;
    l->numbered = true;
    l->aside = false;
    l->item++;
}

/* `下降3%，主要是上级补助减少；城乡社区支出…`: a reason, not a list. */
static void drop_reason(struct walk *w)
{
    struct list *l = top_here(w);
    if (l && l->opened && !l->all && !l->numbered && l->n_columns == 0)
        w->n_lists--;
}

/* A semicolon ends the lists inside the outermost one, but for one whose parts do not make their total. */
static void on_semicolon(struct walk *w, const struct token *t)
{
    (void)t;
    close_deeper(w, w->depth);
    drop_reason(w);
    while (nested_here(w) && !claims_list_is_short(w->report, top(w)))
        close_top(w);
    if (nested_here(w))
        top(w)->overdue = true;
}

static void on_rest(struct walk *w, const struct token *t)
{
    if (top_here(w))
        top_here(w)->rest_at = t->span.from;
}

static void on_etc(struct walk *w, const struct token *t)
{
    if (top_here(w) && w->last != FACT_NONE && claims_fact(w->report, w->last)->span.to == t->span.from)
        top_here(w)->etc = true;
}

static void on_joint(struct walk *w, const struct token *t)
{
    (void)t;
    w->joint[1] = true;
}

static bool item_follows(const struct walk *w)
{
    return w->at + 1 < w->tokens->n && w->tokens->items[w->at + 1].kind == TOKEN_ITEM;
}

/* `共受理96件，金额51.30亿元。备案60件，金额30.24亿元，审批…`: no word opens the list, but the sentence
 * before gave totals in several units. It counts only where it adds up in one of them (claims_list.h). */
static void open_bare_list(struct walk *w, const struct token *t)
{
    bool units = false;
    for (uint32_t i = 1; i < w->before.n && !units; i++)
        units = !claims_addable(claims_fact(w->report, w->before.facts[0]),
                                claims_fact(w->report, w->before.facts[i]));
    struct list *l = units && w->joint[0] && w->n_lists == 0 ? open_list(w, t->span, false) : NULL;
    if (!l)
        return;
    l->bare = true;
    l->totals = w->before;
}

/* `（4）收回上年结转4.21万元。调减年初预算4万元`: a sentence without a number of its own goes on with a list of what was
 * added and cut when it tells of more of it. */
static bool movement_follows(const struct walk *w)
{
    const struct list *l = w->n_lists ? &w->lists[0] : NULL;
    for (uint32_t i = w->at + 1; l && l->all && l->numbered && i < w->tokens->n; i++) {
        const struct token *t = &w->tokens->items[i];
        if (t->kind == TOKEN_STOP || t->kind == TOKEN_END)
            return false;
        if (t->kind != TOKEN_FACT)
            continue;
        const struct fact *next = claims_fact(w->report, t->fact);
        bool moves = next->version == VERSION_CUT || next->version == VERSION_SUPPLEMENT;
        for (uint32_t c = 0; c < l->n_columns && moves; c++)
            if (claims_fact(w->report, l->columns[c].total)->version == next->version)
                return true;
        return false;
    }
    return false;
}

/* The list's next number comes after more sentences of this item: `（二）N，比上年…。其中：…。（三）N`. */
static bool item_comes(const struct walk *w, const struct list *l)
{
    for (uint32_t i = w->at + 1; i < w->tokens->n && i <= w->at + ITEM_REACH; i++) {
        const struct token *t = &w->tokens->items[i];
        if (t->kind == TOKEN_END || (t->kind == TOKEN_ITEM && t->number.level && t->number.level < l->level))
            return false;
        if (t->kind == TOKEN_ITEM && t->number.level == l->level)
            return t->number.number == l->item + 1;
    }
    return false;
}

/* A numbered list goes on after a full stop when the next sentence has the next number, and one that was only
 * announced (明细如下：) begins there. */
static void on_stop(struct walk *w, const struct token *t)
{
    struct list *first = w->depth == 0 && w->n_lists ? &w->lists[0] : NULL;
    bool goes_on = first && item_follows(w) && (first->numbered || !first->n_columns);
    bool movement = first && !goes_on && movement_follows(w);
    bool later = first && !goes_on && !movement && first->numbered && first->level && item_comes(w, first);
    if (goes_on || later || movement)
        close_nested(w);
    else
        close_all(w);
    for (uint32_t c = 0; movement && c < first->n_columns; c++)
        first->columns[c].item = UINT32_MAX;
    if (later)
        first->aside = first->loose = true;
    w->before = w->here[0];
    for (uint32_t i = 0; i < w->before.n && !w->splits; i++)
        add_candidate(&w->far, w->before.facts[i]);
    if (!w->splits && w->before.n)
        w->split.n = 0;
    w->splits = false;
    for (uint32_t i = 0; i <= DEPTH_MAX; i++)
        w->here[i].n = 0;
    w->last = FACT_NONE;
    w->joint[0] = w->joint[1];
    w->joint[1] = w->each = false;
    open_bare_list(w, t);
}

static void on_end(struct walk *w, const struct token *t)
{
    (void)t;
    close_all(w);
    memset(w->here, 0, sizeof w->here);
    w->before.n = w->split.n = w->far.n = 0;
    w->splits = false;
    w->last = FACT_NONE;
    w->joint[0] = w->joint[1] = w->each = false;
}

typedef void on_token(struct walk *w, const struct token *t);

static on_token *const HANDLERS[TOKEN_KIND_COUNT] = {
    [TOKEN_FACT] = on_fact,           [TOKEN_OPEN] = on_open,         [TOKEN_CLOSE] = on_close,
    [TOKEN_SEMICOLON] = on_semicolon, [TOKEN_STOP] = on_stop,         [TOKEN_END] = on_end,
    [TOKEN_ITEM] = on_item,           [TOKEN_SOME] = on_opening_word, [TOKEN_ALL] = on_opening_word,
    [TOKEN_HELD] = on_held,           [TOKEN_REST] = on_rest,         [TOKEN_ETC] = on_etc,
    [TOKEN_JOINT] = on_joint,         [TOKEN_SPLIT] = on_split,       [TOKEN_CUT] = on_cut,
    [TOKEN_COLON] = on_colon,
};

void claims_prose_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    struct tokens tokens = {0};
    claims_tokens(report, &tokens);
    struct walk *w = arena_alloc(report->arena, sizeof *w);
    w->report = report;
    w->tokens = &tokens;
    w->last = FACT_NONE;
    for (; w->at < tokens.n; w->at++) {
        const struct token *t = &tokens.items[w->at];
        if (HANDLERS[t->kind])
            HANDLERS[t->kind](w, t);
    }
}
