/* Sums in prose. The tokens are walked once. A word that opens a list (其中, 包括, 分别为 …), or a bracket
 * right after a figure, makes the figures after it parts of the figure before it; a list has a column for
 * each unit, so that `共246 个，总投资139.6亿元，其中立项51个，投资21.9亿元…` is two sums. Lists nest: by
 * brackets, and by an opening word inside a list, whose parts reach up to the semicolon.
 *
 * That parts are all the parts is seldom said. A list that adds up is taken as complete; one that does not is
 * a violation only with evidence that it was meant to (`meant`); otherwise its parts must not exceed the
 * total, and that holds. */
#include "claims_index.h"
#include "claims_tokens.h"

/* Deeper nesting than any sentence that people write; what is deeper is not read. */
#define LISTS_MAX 16
#define DEPTH_MAX 8
/* Units in one list: projects, their money, people. */
#define COLUMNS_MAX 4
/* Figures of one sentence that may be the total of a list that follows. */
#define CANDIDATES_MAX 8
/* Between a total and what makes a list of all its parts stands at most punctuation and a word. */
#define ADJACENT_BYTES 12

struct candidates {
    uint32_t facts[CANDIDATES_MAX];
    uint32_t n;
};

struct fact_list {
    uint32_t *items;
    uint32_t n, cap;
};

struct column {
    uint32_t total;
    uint32_t item; /* the list number under which its last part stands */
    struct fact_list parts;
};

struct list {
    uint32_t depth;
    struct span words; /* what opened it */
    bool opened;       /* by a word; else only by its bracket */
    bool all;          /* the words say that the parts are all there are */
    bool rest, etc;    /* 其余 before the last part; 等 after one */
    bool joint;        /* 共, 合计 in the sentence of its totals */
    bool numbered;
    uint32_t item;
    struct candidates totals;
    struct column columns[COLUMNS_MAX];
    uint32_t n_columns;
    struct fact_list shares;
};

struct walk {
    struct report *report;
    const struct tokens *tokens;
    uint32_t at;
    uint32_t depth;
    struct list lists[LISTS_MAX];
    uint32_t n_lists;
    struct candidates here[DEPTH_MAX + 1]; /* of this sentence, by depth */
    struct candidates before;              /* of the sentence before, outside brackets */
    uint32_t last;                         /* the amount read last, or FACT_NONE */
    bool joint[2];                         /* 共 has stood in the sentence before and in this one */
};

/* ------------------------------------------------------------------ what a list comes to */

static void push_fact(struct walk *w, struct fact_list *list, uint32_t fact)
{
    *ARENA_PUSH(w->report->arena, list) = fact;
}

static struct draft draft_sum(struct walk *w, const struct list *l, uint32_t total, const uint32_t *parts,
                              uint32_t n)
{
    struct draft d = claims_draft(w->report, CLAIM_SUM, BASIS_WORDS, l->words);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t i = 0; i < n; i++)
        claims_member(&d, ROLE_PART, 1, parts[i]);
    return d;
}

/* How many of the first parts add up to the total to the last digit; 0 where none do. */
static uint32_t exact_prefix(const struct walk *w, const struct column *col)
{
    struct decimal sum = decimal_int(0), total = quantity_base(claims_fact(w->report, col->total)->quantity);
    for (uint32_t i = 0; i < col->parts.n; i++) {
        if (!decimal_add(sum, quantity_base(claims_fact(w->report, col->parts.items[i])->quantity), &sum))
            return 0;
        if (i > 0 && decimal_cmp(sum, total) == 0)
            return i + 1;
    }
    return 0;
}

/* The parts are, by the domain's words, parts of the total, each once. */
static bool lexical(const struct walk *w, const struct column *col)
{
    const struct measure *whole = claims_fact(w->report, col->total)->measure;
    for (uint32_t i = 0; i < col->parts.n; i++) {
        const struct measure *part = claims_fact(w->report, col->parts.items[i])->measure;
        if (!claims_part_of(part, whole))
            return false;
        for (uint32_t j = i; j-- > 0 && i < 64;)
            if (claims_fact(w->report, col->parts.items[j])->measure == part)
                return false;
    }
    return col->parts.n > 0;
}

/* Right after the total, but for punctuation: `共5个，分别为`. */
static bool adjacent(const struct walk *w, const struct list *l, const struct column *col)
{
    uint32_t end = claims_fact(w->report, col->total)->span.to;
    return l->words.from >= end && l->words.from - end <= ADJACENT_BYTES;
}

/* Whether a list that does not add up was meant to. `d` is its violated sum. */
static bool meant(const struct walk *w, const struct list *l, const struct column *col, const struct draft *d)
{
    const struct claim *sum = &d->claim;
    bool exceeds = decimal_cmp(sum->computed, sum->stated) > 0;
    if (!l->opened || (l->etc && !exceeds))
        return false;
    bool near = claims_near_miss(sum), slip = claims_slip(w->report, sum);
    if (col->parts.n < 2)
        return exceeds && lexical(w, col);
    if (slip || l->rest)
        return true;
    if (lexical(w, col))
        return near || exceeds;
    return near && ((l->all && (l->numbered || adjacent(w, l, col))) || (l->joint && exceeds));
}

/* `A N万元，占P%`: nothing but the word between the part and its share, or the total's own name. */
static bool share_of_total(const struct walk *w, uint32_t share, uint32_t total)
{
    const struct fact *s = claims_fact(w->report, share), *part = claims_fact(w->report, s->topic);
    if (s->sentence != part->sentence || s->quantity->from < part->quantity->to)
        return false;
    const struct text *text = &w->report->sentences.items[s->sentence].text;
    struct slice between = slice_sub(text->s, part->quantity->to, s->quantity->from);
    size_t from, to;
    const struct measure *base = lexicon_find_measure(w->report->lexicon, between, &from, &to);
    return base ? base == claims_fact(w->report, total)->measure || base->total
                : between.len <= ADJACENT_BYTES;
}

/* Shares and parts both stand in reading order. */
static void file_shares(struct walk *w, const struct list *l, const struct column *col)
{
    uint32_t p = 0;
    for (uint32_t i = 0; i < l->shares.n; i++) {
        uint32_t share = l->shares.items[i], topic = claims_fact(w->report, share)->topic;
        while (p < col->parts.n && col->parts.items[p] < topic)
            p++;
        if (p == col->parts.n || col->parts.items[p] != topic || !share_of_total(w, share, col->total))
            continue;
        struct draft d =
            claims_draft(w->report, CLAIM_RATIO, BASIS_WORDS, claims_fact(w->report, share)->span);
        claims_member(&d, ROLE_RATE, 1, share);
        claims_member(&d, ROLE_PART, 1, topic);
        claims_member(&d, ROLE_BASE, 1, col->total);
        claims_file(&d);
    }
}

/* The amount that the words set beside `fact`: the 329.76 of
 * `基本支出584.32万元，为年初预算329.76万元的177.19%`. */
static uint32_t beside(const struct walk *w, uint32_t fact, enum version version)
{
    const struct fact *f = claims_fact(w->report, fact);
    for (uint32_t i = fact + 1; i < w->report->facts.n && i <= fact + 2; i++) {
        const struct fact *b = claims_fact(w->report, i);
        if (b->topic == fact && b->sentence == f->sentence && claims_amount(b) && claims_addable(b, f) &&
            (version == VERSION_UNKNOWN || b->version == version))
            return i;
    }
    return FACT_NONE;
}

/* Where the total and each of its parts has such an amount beside it, these are a sum of their own. */
static void file_beside(struct walk *w, const struct list *l, const struct column *col)
{
    uint32_t total = beside(w, col->total, VERSION_UNKNOWN);
    if (total == FACT_NONE || claims_fact(w->report, total)->version == VERSION_UNKNOWN)
        return;
    struct column other = {.total = total};
    for (uint32_t i = 0; i < col->parts.n; i++) {
        uint32_t part = beside(w, col->parts.items[i], claims_fact(w->report, total)->version);
        if (part == FACT_NONE)
            return;
        push_fact(w, &other.parts, part);
    }
    struct draft d = draft_sum(w, l, total, other.parts.items, other.parts.n);
    if (claims_holds(&d) || (d.claim.lenient == VERDICT_VIOLATED && claims_slip(w->report, &d.claim)))
        claims_file(&d);
}

/* Judges one column; parts that turn out not to belong to it stay in `parts` after the returned number. */
static uint32_t settle(struct walk *w, const struct list *l, const struct column *col)
{
    uint32_t n = col->parts.n;
    struct draft d = draft_sum(w, l, col->total, col->parts.items, n);
    if (claims_try(&d) == VERDICT_UNKNOWN)
        return n;
    bool holds = claims_holds(&d);
    uint32_t prefix = holds ? n : exact_prefix(w, col);
    if (prefix > 0 && prefix < n) {
        d = draft_sum(w, l, col->total, col->parts.items, prefix);
        n = prefix;
    } else if (!holds && !meant(w, l, col, &d)) {
        d.claim.exhaustive = d.judged = false;
        if (!l->opened || !claims_holds(&d))
            return n;
    }
    claims_file(&d);
    return n;
}

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

/* The total of a part: of its unit and, where two totals of one unit are told apart by their version (追加
 * and 调减), of its version; else the one that the list already has, else the last. */
static uint32_t total_of(const struct walk *w, const struct list *l, uint32_t part)
{
    const struct fact *p = claims_fact(w->report, part);
    uint32_t total = FACT_NONE;
    for (uint32_t i = l->totals.n; i-- > 0;) {
        const struct fact *t = claims_fact(w->report, l->totals.facts[i]);
        if (!claims_addable(t, p))
            continue;
        if (t->version == p->version && p->version != VERSION_UNKNOWN)
            return l->totals.facts[i];
        total = total == FACT_NONE ? l->totals.facts[i] : total;
    }
    for (uint32_t i = 0; i < l->n_columns && total != FACT_NONE; i++)
        if (claims_addable(claims_fact(w->report, l->columns[i].total), p))
            return l->columns[i].total;
    return total;
}

static struct column *column_of(struct walk *w, struct list *l, uint32_t part)
{
    uint32_t total = total_of(w, l, part);
    for (uint32_t i = 0; i < l->n_columns && total != FACT_NONE; i++)
        if (l->columns[i].total == total)
            return &l->columns[i];
    if (total == FACT_NONE || l->n_columns == COLUMNS_MAX)
        return NULL;
    l->columns[l->n_columns] = (struct column){.total = total, .item = UINT32_MAX};
    return &l->columns[l->n_columns++];
}

/* Of a numbered item the first figure of its unit is the part; what follows speaks of it. */
static void add_part(struct walk *w, struct list *l, uint32_t fact)
{
    struct column *col = column_of(w, l, fact);
    if (!col || (l->numbered && col->item == l->item))
        return;
    col->item = l->item;
    push_fact(w, &col->parts, fact);
}

static void close_top(struct walk *w)
{
    struct list l = w->lists[--w->n_lists];
    struct list *outer = top_here(w);
    for (uint32_t i = 0; i < l.n_columns; i++) {
        struct column *col = &l.columns[i];
        uint32_t n = settle(w, &l, col);
        for (uint32_t p = n; outer && p < col->parts.n; p++)
            add_part(w, outer, col->parts.items[p]);
        col->parts.n = n;
        file_shares(w, &l, col);
        file_beside(w, &l, col);
    }
}

static void close_deeper(struct walk *w, uint32_t depth)
{
    while (w->n_lists && top(w)->depth > depth)
        close_top(w);
}

/* Leaves the outermost list of this depth open. */
static void close_nested(struct walk *w)
{
    close_deeper(w, w->depth);
    while (w->n_lists > 1 && top(w)->depth == w->depth && w->lists[w->n_lists - 2].depth == w->depth)
        close_top(w);
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
    struct list *l = top_here(w);
    if (l && f->version == VERSION_SHARE && f->topic != FACT_NONE)
        push_fact(w, &l->shares, t->fact);
    if (!claims_amount(f) || f->topic != FACT_NONE)
        return;
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

/* What the parts are parts of: inside a list its last part; else the figures of this sentence or, where the
 * sentence begins with the word, of the one before. */
static void take_totals(struct walk *w, struct list *l, const struct list *outer)
{
    if (outer && outer->n_columns) {
        for (uint32_t i = 0; i < outer->n_columns; i++)
            if (outer->columns[i].parts.n)
                add_candidate(&l->totals, outer->columns[i].parts.items[outer->columns[i].parts.n - 1]);
        return;
    }
    bool here = w->here[w->depth].n || w->depth;
    l->totals = here ? w->here[w->depth] : w->before;
    l->joint = w->joint[here];
}

static void on_opening_word(struct walk *w, const struct token *t)
{
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

static void on_held(struct walk *w, const struct token *t)
{
    const struct token *previous = w->at ? &w->tokens->items[w->at - 1] : NULL;
    if (previous && previous->kind == TOKEN_OPEN && previous->span.to == t->span.from)
        on_opening_word(w, t);
}

static void on_item(struct walk *w, const struct token *t)
{
    (void)t;
    close_nested(w);
    struct list *l = top_here(w);
    if (!l || (l->n_columns && !l->numbered))
        return;
    l->numbered = true;
    l->item++;
}

static void on_semicolon(struct walk *w, const struct token *t)
{
    (void)t;
    close_nested(w);
}

static void on_rest(struct walk *w, const struct token *t)
{
    (void)t;
    if (top_here(w))
        top_here(w)->rest = true;
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

/* A numbered list goes on after a full stop when the next sentence has the next number, and one that was only
 * announced (明细如下：) begins there. */
static void on_stop(struct walk *w, const struct token *t)
{
    (void)t;
    bool goes_on =
        item_follows(w) && w->depth == 0 && w->n_lists && (w->lists[0].numbered || !w->lists[0].n_columns);
    if (goes_on)
        close_nested(w);
    else
        close_all(w);
    w->before = w->here[0];
    for (uint32_t i = 0; i <= DEPTH_MAX; i++)
        w->here[i].n = 0;
    w->last = FACT_NONE;
    w->joint[0] = w->joint[1];
    w->joint[1] = false;
}

static void on_end(struct walk *w, const struct token *t)
{
    (void)t;
    close_all(w);
    memset(w->here, 0, sizeof w->here);
    w->before.n = 0;
    w->last = FACT_NONE;
    w->joint[0] = w->joint[1] = false;
}

typedef void on_token(struct walk *w, const struct token *t);

static on_token *const HANDLERS[TOKEN_KIND_COUNT] = {
    [TOKEN_FACT] = on_fact,           [TOKEN_OPEN] = on_open,         [TOKEN_CLOSE] = on_close,
    [TOKEN_SEMICOLON] = on_semicolon, [TOKEN_STOP] = on_stop,         [TOKEN_END] = on_end,
    [TOKEN_ITEM] = on_item,           [TOKEN_SOME] = on_opening_word, [TOKEN_ALL] = on_opening_word,
    [TOKEN_HELD] = on_held,           [TOKEN_REST] = on_rest,         [TOKEN_ETC] = on_etc,
    [TOKEN_JOINT] = on_joint,
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
