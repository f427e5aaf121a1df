/* Staff: 控制率 = 在职人数 ÷ 编制数, where all three stand in one row or one sentence; 在职人数 and its kinds in one
 * sentence; the same head count in a form and in prose. Head counts tell no version, so the readers of money pass
 * them by. */
#include "claims_index.h"

/* How far before a rate, in facts, its two head counts stand. */
#define RATE_REACH 8
#define KINDS_MAX  12
/* 行政, 事业 are kinds where no more is said. */
#define SHORT_BYTES 6

enum staff { STAFF_NONE, STAFF_APPROVED, STAFF_IN_POST, STAFF_RATE };

static const struct {
    const char *class; /* of names of measures */
    enum staff staff;
} CLASSES[] = {
    {"staff-approved", STAFF_APPROVED}, {"staff-in-post", STAFF_IN_POST}, {"staff-rate", STAFF_RATE}};

struct reader {
    struct report *report;
    uint8_t *known; /* of each measure, by its number, 1 + enum staff; 0: not asked yet */
};

static enum staff staff_of_name(const struct report *report, struct slice name)
{
    for (size_t i = 0; i < sizeof CLASSES / sizeof *CLASSES; i++)
        if (lexicon_is(report->lexicon, CLASSES[i].class, name))
            return CLASSES[i].staff;
    return STAFF_NONE;
}

static enum staff staff_of(const struct reader *r, const struct fact *f)
{
    if (!f->measure || f->quantity->kind != QUANTITY_VALUE)
        return STAFF_NONE;
    uint8_t *known = &r->known[measure_order(f->measure)];
    if (!*known)
        *known = (uint8_t)(1 + staff_of_name(r->report, f->measure->name));
    return (enum staff)(*known - 1);
}

static bool is_person(const struct fact *f)
{
    return claims_dimension(f) == DIMENSION_PERSON && f->quantity->kind == QUANTITY_VALUE;
}

/* One row of a table, or one sentence. */
static bool together(const struct fact *a, const struct fact *b)
{
    if (a->sentence != UINT32_MAX || b->sentence != UINT32_MAX)
        return a->sentence == b->sentence;
    return a->table == b->table && a->cell && b->cell && a->cell->row == b->cell->row;
}

static void file_known(struct draft *d)
{
    if (claims_try(d) != VERDICT_UNKNOWN)
        claims_file(d);
}

/* ------------------------------------------------------------------ 控制率 */

/* `在编人员64人，其中…；编制68人，控制率94.12%`: behind a semicolon. */
static bool goes_on(const struct report *report, const struct fact *a, const struct fact *r)
{
    return a->sentence != UINT32_MAX && a->sentence + 1 == r->sentence && a->block == r->block && !a->cell &&
           slice_find(slice_sub(report->document->reading, a->span.to, r->span.from), S("；"), 0) >= 0;
}

static void read_rate(const struct reader *reader, uint32_t rate)
{
    struct report *report = reader->report;
    uint32_t found[2] = {FACT_NONE, FACT_NONE}; /* in post, approved */
    const struct fact *r = claims_fact(report, rate);
    for (uint32_t i = rate, back = 0; i-- > 0 && back < RATE_REACH; back++) {
        const struct fact *f = claims_fact(report, i);
        enum staff staff = staff_of(reader, f);
        if (!(together(f, r) || goes_on(report, f, r)) || f->year != r->year)
            continue;
        if (staff == STAFF_IN_POST && found[0] == FACT_NONE)
            found[0] = i;
        else if (staff == STAFF_APPROVED && found[1] == FACT_NONE)
            found[1] = i;
    }
    if (found[0] == FACT_NONE || found[1] == FACT_NONE)
        return;
    struct draft d = claims_draft(report, CLAIM_RATIO, BASIS_LEXICON, r->quote);
    claims_member(&d, ROLE_RATE, 1, rate);
    claims_member(&d, ROLE_PART, 1, found[0]);
    claims_member(&d, ROLE_BASE, 1, found[1]);
    file_known(&d);
}

/* ------------------------------------------------------------------ kinds of staff */

/* 行政人员, 事业人员 …: kinds of those in post. */
static bool is_kind(const struct report *report, const struct fact *f)
{
    size_t from, to;
    return is_person(f) && lexicon_find_word(report->lexicon, "staff-kind", f->label, &from, &to) &&
           from == 0 && (to == f->label.len || to > SHORT_BYTES);
}

/* Kinds are all of them only as a near miss: a text may leave one out. */
static void read_kinds(struct report *report, uint32_t total)
{
    const struct fact *t = claims_fact(report, total);
    struct draft d = claims_draft(report, CLAIM_SUM, BASIS_LEXICON, t->quote);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t i = total + 1; i < report->facts.n && d.claim.n <= KINDS_MAX; i++) {
        const struct fact *f = claims_fact(report, i);
        if (f->sentence != t->sentence || !is_kind(report, f))
            break;
        claims_member(&d, ROLE_PART, 1, i);
    }
    if (d.claim.n > 2 &&
        (claims_holds(&d) || (d.claim.lenient == VERDICT_VIOLATED && claims_near_miss(&d.claim))))
        claims_file(&d);
}

/* ------------------------------------------------------------------ form against text */

/* The department's own head count; a kind's or a unit's own is narrowed by its words. */
static bool is_whole(const struct reader *r, const struct fact *f, enum staff staff)
{
    return is_person(f) && !f->scope.len && !f->holder.len && !f->prior && staff_of(r, f) == staff;
}

/* Where the form gives one, and the text one other. */
static void read_twice(const struct reader *r, enum staff staff)
{
    struct report *report = r->report;
    uint32_t form = FACT_NONE, text = FACT_NONE, forms = 0, texts = 0;
    for (uint32_t i = 0; i < report->facts.n; i++) {
        const struct fact *f = claims_fact(report, i);
        if (!is_whole(r, f, staff))
            continue;
        bool in_form = f->table && f->sentence == UINT32_MAX;
        forms += in_form;
        texts += !in_form;
        form = in_form ? i : form;
        text = in_form ? text : i;
    }
    if (forms != 1 || texts != 1 || claims_fact(report, form)->year != claims_fact(report, text)->year)
        return;
    uint32_t first = form < text ? form : text, second = form < text ? text : form;
    struct draft d = claims_draft(report, CLAIM_SAME, BASIS_LEXICON, claims_fact(report, second)->quote);
    claims_member(&d, ROLE_FIRST, 1, first);
    claims_member(&d, ROLE_SECOND, 1, second);
    file_known(&d);
}

void claims_staff_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    struct reader r = {
        report, arena_array(report->arena, lexicon_measure_count(report->lexicon) + 1u, sizeof *r.known)};
    for (uint32_t f = 0; f < report->facts.n; f++) {
        enum staff staff = staff_of(&r, claims_fact(report, f));
        if (staff == STAFF_RATE)
            read_rate(&r, f);
        else if (staff == STAFF_IN_POST && claims_fact(report, f)->sentence != UINT32_MAX)
            read_kinds(report, f);
    }
    read_twice(&r, STAFF_APPROVED);
    read_twice(&r, STAFF_IN_POST);
}
