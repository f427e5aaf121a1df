/* One fact stated twice. Two statements are taken for the same where measure, year, version, holder, scope
 * and dimension are all known and equal (claims_index.h) or, of counted things that are no measure, where the
 * very same words name them. Even then figures that are stated with different values several times each are
 * more likely different things under one name, and nothing is claimed of them. */
#include "claims_index.h"

#include "table_kind.h"

#include <stdlib.h>

/* More different values than this under one identity and it is no identity: a list, a table of months. */
#define VALUES_MAX 3
/* Words that name a thing for certain have four Han characters at least: 主题党日活动, not 培训. */
#define LABEL_BYTES_MIN 12
/* A caption is no longer than this. */
#define CAPTION_BYTES_MAX 150
/* A Han character, of which two may share bytes. */
#define CHARACTER_BYTES 3
/* What is part of a form. */
#define FORM_KINDS (1u << TABLE_INDICATORS | 1u << TABLE_FUNDS)

struct values {
    uint32_t first[VALUES_MAX]; /* the first fact that states each */
    uint32_t counts[VALUES_MAX];
    uint32_t n, mode; /* the most frequent one, among equals the first */
};

static bool same_value(const struct report *report, uint32_t a, uint32_t b)
{
    return decimal_cmp(quantity_base(claims_fact(report, a)->quantity),
                       quantity_base(claims_fact(report, b)->quantity)) == 0;
}

/* `预算数` alone may be the initial and the adjusted budget, and every form has funds of its own: such
 * figures do not conflict when they differ. */
static bool vague(const struct report *report, const struct fact *f)
{
    size_t from, to;
    return f->version == VERSION_BUDGET ||
           (f->measure && lexicon_find_word(report->lexicon, "funds-total", f->measure->name, &from, &to));
}

static bool same_label(const struct report *report, uint32_t a, uint32_t b)
{
    if (a >= report->facts.n || b >= report->facts.n)
        return false;
    const struct fact *x = claims_fact(report, a), *y = claims_fact(report, b);
    return slice_eq(x->label, y->label) && claims_addable(x, y) && same_value(report, a, b);
}

static bool one_sentence(const struct report *report, uint32_t a, uint32_t b)
{
    return a < report->facts.n && b < report->facts.n &&
           claims_fact(report, a)->sentence == claims_fact(report, b)->sentence;
}

/* The figure before or after is the same in both sentences: they say the same. */
static bool anchored(const struct report *report, uint32_t a, uint32_t b)
{
    bool before = a > 0 && b > 0 && one_sentence(report, a, a - 1) && one_sentence(report, b, b - 1);
    bool after = one_sentence(report, a, a + 1) && one_sentence(report, b, b + 1);
    return (before && same_label(report, a - 1, b - 1)) || (after && same_label(report, a + 1, b + 1));
}

/* In prose the words around two figures may narrow them in ways that are not read (全市, 市本级; 新增, 累计).
 * They are taken for one fact when both tell their year and the one is a slip away from the other, or when
 * they stand beside the same figure; so many digits that a slip is not met by chance tell by themselves. */
static bool certain(const struct report *report, const struct draft *d)
{
    uint32_t first = d->claim.members[0].fact, second = d->claim.members[1].fact;
    const struct fact *x = claims_fact(report, first), *y = claims_fact(report, second);
    if (vague(report, x) && x->measure == y->measure)
        return false;
    bool versions = x->version == y->version;
    if ((x->table || y->table) && versions)
        return true;
    struct decimal a = quantity_base(x->quantity), b = quantity_base(y->quantity);
    if (versions && x->version != VERSION_UNKNOWN && x->measure && claims_telling_slip(a, b))
        return true;
    bool slip = claims_near_miss(&d->claim) || claims_slip_between(a, b);
    return slip && (x->table || y->table || anchored(report, first, second) ||
                    (x->measure && x->year_stated && y->year_stated));
}

static bool file_pair(struct report *report, uint32_t first, uint32_t second)
{
    struct draft d = claims_draft(report, CLAIM_SAME, BASIS_LEXICON, claims_fact(report, second)->quote);
    claims_member(&d, ROLE_FIRST, 1, first);
    claims_member(&d, ROLE_SECOND, 1, second);
    enum verdict verdict = claims_try(&d);
    bool told = verdict != VERDICT_UNKNOWN && (verdict != VERDICT_VIOLATED || certain(report, &d));
    if (told)
        claims_file(&d);
    return told;
}

/* False where there are too many. */
static bool count_values(const struct report *report, const uint32_t *facts, uint32_t n, struct values *ret)
{
    *ret = (struct values){.n = 0};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t v = 0;
        while (v < ret->n && !same_value(report, ret->first[v], facts[i]))
            v++;
        if (v == VALUES_MAX)
            return false;
        if (v == ret->n)
            ret->first[ret->n++] = facts[i];
        if (++ret->counts[v] > ret->counts[ret->mode])
            ret->mode = v;
    }
    return true;
}

/* What a form is, its caption or the paragraph before it says. */
static bool form_says(const struct report *report, const struct fact *f, const char *class)
{
    size_t from, to;
    const struct block *blocks = report->document->blocks;
    struct slice caption = f->table->caption.s;
    struct slice before = f->block > 0 ? blocks[f->block - 1].text.s : caption;
    return lexicon_find_word(report->lexicon, class, caption, &from, &to) ||
           (blocks[f->block - (f->block > 0)].kind != BLOCK_TABLE && before.len <= CAPTION_BYTES_MAX &&
            lexicon_find_word(report->lexicon, class, before, &from, &to));
}

/* 附件2-1 and 附件2-2 are called alike: all but one character is the same. */
static bool called_alike(struct slice a, struct slice b)
{
    size_t front = 0, back = 0, least = a.len < b.len ? a.len : b.len;
    while (front < least && a.at[front] == b.at[front])
        front++;
    while (back < least - front && a.at[a.len - 1 - back] == b.at[b.len - 1 - back])
        back++;
    return a.len - front - back <= CHARACTER_BYTES && b.len - front - back <= CHARACTER_BYTES;
}

bool claims_of_two_forms(const struct report *report, const struct fact *x, const struct fact *y)
{
    const struct table *a = x->table, *b = y->table;
    return a && b && a != b && a->form == b->form && (a->kinds & b->kinds & FORM_KINDS) && !a->project.len &&
           !b->project.len && called_alike(a->caption.s, b->caption.s) && !form_says(report, x, "whole-form");
}

/* Two statements of one sentence or one row are two things, whatever they are called; so are those of two forms. */
static bool apart(const struct report *report, uint32_t a, uint32_t b)
{
    const struct fact *x = claims_fact(report, a), *y = claims_fact(report, b);
    if (claims_of_two_forms(report, x, y))
        return false;
    if (x->sentence != UINT32_MAX && x->sentence == y->sentence)
        return false;
    return !x->table || x->table != y->table || !x->cell || !y->cell ||
           (x->cell->row != y->cell->row && x->cell->column != y->cell->column);
}

/* A text or a table on 财政拨款 gives of an item what a table of all money has more of. */
static bool is_narrower(const struct report *report, const struct fact *x, const struct fact *y)
{
    struct decimal a = quantity_base(x->quantity), b = quantity_base(y->quantity);
    bool less = decimal_cmp(a, b) < 0;
    const struct fact *part = less ? x : y, *whole = less ? y : x;
    return whole->table && claims_narrower(report, part, whole) && !claims_slip_between(a, b);
}

/* Of the statements of the commonest value the first against which `other` is a conflict for certain: where the text
 * leaves doubt a table may not. */
static void file_conflict(struct report *report, const uint32_t *facts, uint32_t n, uint32_t mode,
                          uint32_t other)
{
    for (uint32_t i = 0; i < n; i++)
        if (same_value(report, mode, facts[i]) && !apart(report, facts[i], other))
            return;
    for (uint32_t i = 0; i < n; i++)
        if (same_value(report, mode, facts[i]) &&
            !claims_other_money(report, claims_fact(report, facts[i]), claims_fact(report, other)) &&
            !is_narrower(report, claims_fact(report, facts[i]), claims_fact(report, other)) &&
            file_pair(report, facts[i], other))
            return;
}

static void read_group(struct report *report, const uint32_t *facts, uint32_t n)
{
    struct values values;
    if (!count_values(report, facts, n, &values))
        return;
    for (uint32_t i = 1; i < n; i++)
        if (same_value(report, facts[i - 1], facts[i]))
            file_pair(report, facts[i - 1], facts[i]);
    uint32_t mode = values.first[values.mode];
    for (uint32_t v = 0; v < values.n; v++) {
        bool single = values.counts[v] == 1 && (values.n == 2 || values.counts[values.mode] > 1);
        if (v != values.mode && single)
            file_conflict(report, facts, n, mode, values.first[v]);
    }
}

/* ------------------------------------------------------------------ by words */

/* What a form's cells say is of their row and form: a target of last year, a result of another project. */
static bool is_named(const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    return !f->measure && !f->cell && f->sentence != UINT32_MAX && f->label.len >= LABEL_BYTES_MIN &&
           claims_amount(f) && !f->quantity->chinese &&
           (d == DIMENSION_COUNT || d == DIMENSION_PERSON || d == DIMENSION_MONEY);
}

static int cmp_names(const struct fact *a, const struct fact *b)
{
    struct fact_key x = claims_key(a), y = claims_key(b);
    int order = slice_cmp(a->label, b->label);
    if (order == 0)
        order = claims_key_cmp(&x, &y);
    return order ? order : slice_cmp(a->quantity->unit->base, b->quantity->unit->base);
}

static int by_name(const void *a, const void *b, void *context)
{
    const struct report *report = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = cmp_names(claims_fact(report, x), claims_fact(report, y));
    return order ? order : x < y ? -1 : x > y;
}

typedef bool wanted_fn(const struct fact *f);
typedef int cmp_fn(const struct fact *a, const struct fact *b);
typedef void group_fn(struct report *report, const uint32_t *facts, uint32_t n);

struct grouping {
    wanted_fn *wanted;
    cmp_fn *cmp;
    int (*order)(const void *a, const void *b, void *context);
    group_fn *read;
};

/* Groups of facts that are equal under a comparison, each of two facts at least. */
static void read_groups(struct report *report, const struct grouping *g)
{
    uint32_t *order = arena_array(report->arena, report->facts.n + 1u, sizeof *order), total = 0;
    for (uint32_t f = 0; f < report->facts.n; f++)
        if (g->wanted(&report->facts.items[f]))
            order[total++] = f;
    if (total > 1)
        qsort_r(order, total, sizeof *order, g->order, report);
    for (uint32_t i = 0, n; i < total; i += n) {
        const struct fact *first = claims_fact(report, order[i]);
        for (n = 1; i + n < total && g->cmp(first, claims_fact(report, order[i + n])) == 0;)
            n++;
        if (n > 1)
            g->read(report, order + i, n);
    }
}

/* ------------------------------------------------------------------ form against text, no version told */

/* A form that says neither budget nor actual, in a report that has no budget of the thing at all, says what
 * was spent. */
static bool is_plain(const struct fact *f)
{
    return f->measure && !f->measure->total && f->year != 0 && claims_dimension(f) == DIMENSION_MONEY &&
           claims_amount(f) && f->topic == FACT_NONE;
}

static int cmp_things(const struct fact *a, const struct fact *b)
{
    struct fact_key x = claims_key(a), y = claims_key(b);
    x.version = y.version = VERSION_UNKNOWN;
    return claims_key_cmp(&x, &y);
}

static int by_thing(const void *a, const void *b, void *context)
{
    const struct report *report = context;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int order = cmp_things(claims_fact(report, x), claims_fact(report, y));
    return order ? order : x < y ? -1 : x > y;
}

static bool is_unversioned_cell(const struct fact *f)
{
    return f->table && f->version == VERSION_UNKNOWN;
}

static void file_in_order(struct report *report, uint32_t a, uint32_t b)
{
    file_pair(report, a < b ? a : b, a < b ? b : a);
}

/* What the text says was spent stands in none of the forms, but is one telling slip from what one of them has. */
static void read_slip(struct report *report, const uint32_t *facts, uint32_t n, uint32_t in_prose)
{
    struct decimal spent = quantity_base(claims_fact(report, in_prose)->quantity);
    uint32_t slip = FACT_NONE;
    for (uint32_t i = 0; i < n; i++) {
        const struct fact *f = claims_fact(report, facts[i]);
        if (facts[i] == in_prose)
            continue;
        if (same_value(report, facts[i], in_prose))
            return;
        if (is_unversioned_cell(f) && claims_telling_slip(quantity_base(f->quantity), spent))
            slip = facts[i];
    }
    if (slip != FACT_NONE)
        file_in_order(report, slip, in_prose);
}

/* One figure in a table and one in prose, and no version but the actual one among all there are. */
static void read_thing(struct report *report, const uint32_t *facts, uint32_t n)
{
    uint32_t in_table = FACT_NONE, in_prose = FACT_NONE, tables = 0, prose = 0;
    bool others = false;
    for (uint32_t i = 0; i < n; i++) {
        const struct fact *f = claims_fact(report, facts[i]);
        others |= f->version != VERSION_UNKNOWN && f->version != VERSION_ACTUAL;
        bool table = is_unversioned_cell(f) && f->sentence == UINT32_MAX;
        bool actual = !f->table && f->version == VERSION_ACTUAL;
        tables += table;
        prose += actual;
        in_table = table ? facts[i] : in_table;
        in_prose = actual ? facts[i] : in_prose;
    }
    uint32_t before = report->claims.n;
    if (tables == 1 && prose == 1 && !others)
        file_in_order(report, in_table, in_prose);
    if (prose == 1 && report->claims.n == before)
        read_slip(report, facts, n, in_prose);
}

/* ------------------------------------------------------------------ the whole department's funds */

/* The funds row of the form for the whole department (整体支出) states its total spending under another name. */
static bool is_funds_total(const struct report *report, const struct fact *f)
{
    size_t from, to;
    return f->version == VERSION_ACTUAL && f->table && f->sentence == UINT32_MAX && claims_amount(f) &&
           lexicon_find_word(report->lexicon, "funds-total", f->label, &from, &to) &&
           form_says(report, f, "whole-form");
}

static bool is_whole_spending(const struct report *report, const struct fact *f, const struct fact *funds)
{
    size_t from, to;
    return f->version == VERSION_ACTUAL && f->measure && f->year == funds->year && claims_addable(f, funds) &&
           f->scope.len == 0 && f->holder.len == 0 && f->topic == FACT_NONE && !f->prior &&
           lexicon_find_word(report->lexicon, "whole-spending", f->measure->name, &from, &to);
}

/* Only where the form has one such row. */
static void read_whole(struct report *report)
{
    uint32_t funds = FACT_NONE;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        if (!is_funds_total(report, &report->facts.items[f]))
            continue;
        if (funds != FACT_NONE)
            return;
        funds = f;
    }
    for (uint32_t f = 0; f < report->facts.n && funds != FACT_NONE; f++)
        if (is_whole_spending(report, &report->facts.items[f], claims_fact(report, funds)))
            file_pair(report, funds < f ? funds : f, funds < f ? f : funds);
}

void claims_same_read(struct report *report, const struct fact_index *index)
{
    uint32_t before = report->claims.n;
    for (uint32_t i = 0, n; i < index->n; i += n) {
        struct fact_key key = claims_key(claims_fact(report, index->order[i]));
        for (n = 1; i + n < index->n; n++) {
            struct fact_key next = claims_key(claims_fact(report, index->order[i + n]));
            if (claims_key_cmp(&key, &next) != 0)
                break;
        }
        if (n > 1)
            read_group(report, index->order + i, n);
    }
    read_groups(report, &(struct grouping){is_named, cmp_names, by_name, read_group});
    read_groups(report, &(struct grouping){is_plain, cmp_things, by_thing, read_thing});
    claims_sift(report, before);
    read_whole(report);
}
