/* Questionnaires: `收回问卷247份，非常满意132份，比较满意84份，一般25份，不满意6份，满意度87.45%`. The grades of the answers make all that came
 * back, and the rate of satisfaction is that of the best of them; how many of them count, the rate itself tells. */
#include "claims_index.h"

/* Facts before the first grade among which the sheets are, and after the last among which the rate is. */
#define BASE_REACH 5
#define RATE_REACH 3
#define GRADES_MAX 8
/* Bytes of a grade's name with what says it: 表示“基本满意”的. */
#define GRADE_BYTES 36

struct survey {
    struct report *report;
    uint32_t base;
    uint32_t grades[GRADES_MAX];
    uint32_t n, good; /* the first `good` of them are satisfied */
};

static bool has(const struct report *report, const char *class, struct slice words)
{
    size_t from, to;
    return lexicon_find_word(report->lexicon, class, words, &from, &to);
}

/* 满意, 不太满意, 一般, and not 满意度. */
static struct slice grade_words(const struct report *report, uint32_t fact)
{
    struct slice words = slice_trim(claims_clause_before(report, fact));
    ptrdiff_t mark = slice_rfind(words, S("、"));
    words = mark >= 0 ? slice_sub(words, (size_t)mark + S("、").len, words.len) : words;
    bool rate = slice_find(words, S("满意度"), 0) >= 0 || slice_find(words, S("满意率"), 0) >= 0;
    return words.len <= GRADE_BYTES && !rate ? words : (struct slice){0};
}

static bool is_bad(const struct report *report, uint32_t fact)
{
    return has(report, "survey-bad", grade_words(report, fact));
}

static bool is_grade(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    return claims_in_prose(f) && claims_amount(f) && f->quantity->unit &&
           (is_bad(report, fact) || slice_find(grade_words(report, fact), S("满意"), 0) >= 0);
}

/* From the first grade on, with shares between them; gives the fact after the last. */
static uint32_t take_grades(struct survey *v, uint32_t first)
{
    uint32_t i = first;
    for (; i < v->report->facts.n && v->n < GRADES_MAX; i++) {
        const struct fact *f = claims_fact(v->report, i);
        if (f->block != claims_fact(v->report, first)->block)
            break;
        if (f->version == VERSION_SHARE)
            continue;
        if (!is_grade(v->report, i) || !claims_addable(f, claims_fact(v->report, first)))
            break;
        v->good += v->good == v->n && !is_bad(v->report, i);
        v->grades[v->n++] = i;
    }
    return i;
}

/* The sheets that came back, or who was asked: the nearest before the grades. */
static bool find_base(struct survey *v)
{
    const struct fact *grade = claims_fact(v->report, v->grades[0]);
    for (uint32_t i = v->grades[0], back = 0; i-- > 0 && back < BASE_REACH; back++) {
        const struct fact *f = claims_fact(v->report, i);
        if (f->block != grade->block || !claims_in_prose(f))
            break;
        if (!claims_amount(f) || !claims_addable(f, grade) ||
            !has(v->report, "survey-base", claims_words_before(v->report, i)))
            continue;
        v->base = i;
        return true;
    }
    return false;
}

static void file_if_told(struct report *report, struct draft *d)
{
    bool off = claims_try(d) == VERDICT_VIOLATED &&
               (claims_near_miss(&d->claim) || claims_mendable(report, &d->claim));
    if (claims_holds(d) || off)
        claims_file(d);
}

/* Down to a bad grade none is left out. */
static void read_grades(const struct survey *v)
{
    struct draft d = claims_draft(v->report, CLAIM_SUM, BASIS_WORDS, claims_fact(v->report, v->base)->quote);
    claims_member(&d, ROLE_TOTAL, 1, v->base);
    for (uint32_t i = 0; i < v->n; i++)
        claims_member(&d, ROLE_PART, 1, v->grades[i]);
    file_if_told(v->report, &d);
}

static struct draft rate_of(const struct survey *v, uint32_t rate, uint32_t grades)
{
    struct draft d = claims_draft(v->report, CLAIM_RATIO, BASIS_WORDS, claims_fact(v->report, rate)->quote);
    claims_member(&d, ROLE_RATE, 1, rate);
    for (uint32_t i = 0; i < grades; i++)
        claims_member(&d, ROLE_PART, 1, v->grades[i]);
    claims_member(&d, ROLE_BASE, 1, v->base);
    return d;
}

static void read_rate(const struct survey *v, uint32_t rate)
{
    for (uint32_t grades = v->n; grades > 0; grades--) {
        struct draft d = rate_of(v, rate, grades);
        if (claims_holds(&d)) {
            claims_file(&d);
            return;
        }
    }
    struct draft d = rate_of(v, rate, v->good);
    file_if_told(v->report, &d);
}

static bool is_rate(const struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact);
    return claims_in_prose(f) && !f->claimed && claims_dimension(f) == DIMENSION_PERCENT &&
           has(report, "survey-rate", claims_words_before(report, fact));
}

static void read_survey(struct survey *v, uint32_t after, bool summed)
{
    const struct report *report = v->report;
    if (v->n < 2 || v->good == 0 || !find_base(v))
        return;
    if (v->good < v->n && !summed)
        read_grades(v);
    for (uint32_t i = after; i < report->facts.n && i < after + RATE_REACH; i++) {
        if (claims_fact(report, i)->block != claims_fact(report, v->base)->block)
            return;
        if (is_rate(report, i)) {
            read_rate(v, i);
            return;
        }
    }
}

void claims_survey_read(struct report *report, const struct fact_index *index)
{
    const uint32_t *totals = claims_totals(report);
    (void)index;
    for (uint32_t f = 1; f < report->facts.n; f++) {
        if (!is_grade(report, f))
            continue;
        struct survey v = {.report = report, .base = FACT_NONE};
        uint32_t after = take_grades(&v, f);
        read_survey(&v, after, totals[f] != FACT_NONE);
        f = after - 1;
    }
}
