#include "claims_index.h"
#include "claims_sheet.h"

#include "../base/must.h"

/* A budget's parts have parts; the lexicon's longest chain has five links, and one that a bureau closed to a
 * ring must end too. */
#define PARTS_DEPTH 6
/* Violated claims of prose that are held against other figures: each takes a while, and more are hardly a report's. */
#define MISREAD_MAX 200

static const char *const KINDS[] = {
#define X(name, text) text,
    CLAIM_KINDS(X)
#undef X
};

static const char *const ROLE_TEXTS[] = {
#define X(name, text) text,
    ROLES(X)
#undef X
};

static const char *const VERDICTS[] = {"exact", "rounded", "truncated", "violated", "unknown"};
static const char *const BASES[] = {"words", "total_row", "total_column", "form", "lexicon"};

const char *claim_kind_text(enum claim_kind kind)
{
    must(kind < CLAIM_KIND_COUNT);
    return KINDS[kind];
}

const char *role_text(enum role role)
{
    must(role < ROLE_COUNT_);
    return ROLE_TEXTS[role];
}

const char *verdict_text(enum verdict verdict)
{
    must(verdict < sizeof VERDICTS / sizeof *VERDICTS);
    return VERDICTS[verdict];
}

const char *basis_text(enum basis basis)
{
    must(basis < sizeof BASES / sizeof *BASES);
    return BASES[basis];
}

/* ------------------------------------------------------------------ drafting */

struct draft claims_draft(struct report *report, enum claim_kind kind, enum basis basis, struct span words)
{
    struct draft draft = {.report = report};
    draft.claim =
        (struct claim){.kind = kind, .basis = basis, .exhaustive = true, .words = words, .blocked_by = -1};
    return draft;
}

void claims_member(struct draft *draft, enum role role, int sign, uint32_t fact)
{
    struct claim *claim = &draft->claim;
    must(fact < draft->report->facts.n);
    if (report_full(draft->report, LIMIT_CLAIM_MEMBERS, claim->n))
        return;
    claim->members =
        arena_grow(draft->report->arena, claim->members, claim->n, &draft->cap, sizeof *claim->members);
    claim->members[claim->n++] = (struct member){role, sign, fact};
    draft->judged = false;
}

enum verdict claims_try(struct draft *draft)
{
    if (!draft->judged)
        claim_judge(draft->report, &draft->claim);
    draft->judged = true;
    return draft->claim.lenient;
}

bool claims_holds(struct draft *draft)
{
    enum verdict verdict = claims_try(draft);
    return verdict != VERDICT_VIOLATED && verdict != VERDICT_UNKNOWN;
}

void claims_file(struct draft *draft)
{
    struct report *report = draft->report;
    if (report_full(report, LIMIT_CLAIMS, report->claims.n))
        return;
    claims_try(draft);
    *ARENA_PUSH(report->arena, &report->claims) = draft->claim;
    for (uint32_t i = 0; i < draft->claim.n; i++)
        report->facts.items[draft->claim.members[i].fact].claimed = true;
}

/* ------------------------------------------------------------------ facts */

enum dimension claims_dimension(const struct fact *fact)
{
    return fact->quantity->unit ? fact->quantity->unit->dimension : DIMENSION_NONE;
}

bool claims_addable(const struct fact *a, const struct fact *b)
{
    enum dimension d = claims_dimension(a);
    if (d != claims_dimension(b))
        return false;
    return (d != DIMENSION_COUNT && d != DIMENSION_OTHER) ||
           slice_eq(a->quantity->unit->base, b->quantity->unit->base);
}

bool claims_amount(const struct fact *fact)
{
    static const bool derived[VERSION_COUNT] = {
        [VERSION_RATE] = true, [VERSION_SHARE] = true, [VERSION_CHANGE] = true, [VERSION_GROWTH] = true};
    enum dimension d = claims_dimension(fact);
    return fact->quantity->kind == QUANTITY_VALUE && !derived[fact->version] && d != DIMENSION_PERCENT &&
           d != DIMENSION_POINTS;
}

bool claims_near_miss(const struct claim *claim)
{
    struct decimal tenfold;
    return decimal_mul(decimal_abs(claim->difference), decimal_int(10), &tenfold) &&
           decimal_cmp(tenfold, decimal_abs(claim->stated)) <= 0;
}

static bool part_within(const struct measure *part, const struct measure *whole, int depth)
{
    for (uint32_t i = 0; depth > 0 && i < whole->n_parts; i++)
        if (whole->parts[i] == part || part_within(part, whole->parts[i], depth - 1))
            return true;
    return false;
}

bool claims_part_of(const struct measure *part, const struct measure *whole)
{
    return part && whole && part != whole && part_within(part, whole, PARTS_DEPTH);
}

/* ------------------------------------------------------------------ blocking */

/* Whether a violated claim holds with the other statement of one of its members: then the conflict of the two
 * is the cause, and this claim only follows from it. */
static bool holds_with(struct report *report, const struct claim *claim, uint32_t member, uint32_t other)
{
    struct claim trial = *claim;
    trial.members = arena_array(report->arena, claim->n, sizeof *trial.members);
    memcpy(trial.members, claim->members, claim->n * sizeof *trial.members);
    trial.members[member].fact = other;
    claim_judge(report, &trial);
    return trial.lenient != VERDICT_VIOLATED && trial.lenient != VERDICT_UNKNOWN;
}

/* `conflict[f]` is the index + 1 of the violated sameness that the fact takes part in. */
static void block_claim(struct report *report, struct claim *claim, const uint32_t *conflict)
{
    for (uint32_t i = 0; i < claim->n && claim->blocked_by < 0; i++) {
        uint32_t fact = claim->members[i].fact, at = conflict[fact];
        if (!at)
            continue;
        const struct member *pair = report->claims.items[at - 1].members;
        uint32_t other = pair[0].fact == fact ? pair[1].fact : pair[0].fact;
        if (holds_with(report, claim, i, other))
            claim->blocked_by = (int32_t)at - 1;
    }
}

static void block(struct report *report)
{
    uint32_t *conflict = arena_array(report->arena, report->facts.n + 1u, sizeof *conflict);
    for (uint32_t c = 0; c < report->claims.n; c++) {
        const struct claim *claim = &report->claims.items[c];
        bool violated = claim->kind == CLAIM_SAME && claim->lenient == VERDICT_VIOLATED;
        for (uint32_t i = 0; violated && i < claim->n; i++)
            conflict[claim->members[i].fact] = c + 1;
    }
    for (uint32_t c = 0; c < report->claims.n; c++) {
        struct claim *claim = &report->claims.items[c];
        if (claim->lenient == VERDICT_VIOLATED && claim->kind != CLAIM_SAME)
            block_claim(report, claim, conflict);
    }
}

/* ------------------------------------------------------------------ all readers */

static void read_sheet(struct sheet *sheet)
{
    claims_table_read(sheet);
    claims_across_read(sheet);
    claims_outline_rows(sheet);
    claims_columns_read(sheet);
    claims_portion_rows(sheet);
    claims_form_read(sheet);
    claims_balance_rows(sheet);
    claims_lineage_rows(sheet);
    claims_stock_rows(sheet);
    claims_budget_rows(sheet);
    claims_priced_rows(sheet);
}

static void read_sheets(struct report *report, const struct fact_index *index)
{
    (void)index;
    claims_sheets(report, read_sheet);
}

/* Executions last: they rest on the rates that the words gave. */
static claims_read_fn *const READERS[] = {
    claims_prose_read,      claims_joined_read,   claims_within_read,
    claims_rate_read,       claims_family_read,   claims_outcome_read,
    claims_survey_read,     claims_shares_read,   claims_common_read,
    claims_respective_read, claims_base_read,     claims_beside_read,
    claims_quarters_read,   claims_deducted_read, claims_left_read,
    claims_each_read,       claims_whole_read,    claims_change_read,
    claims_points_read,     claims_fromto_read,   claims_direction_read,
    claims_balance_read,    claims_lineage_read,  claims_ends_read,
    claims_budget_read,     claims_staff_read,    claims_count_read,
    claims_scores_read,     claims_earned_read,   read_sheets,
    claims_lexicon_read,    claims_sibling_read,  claims_part_read,
    claims_same_read,       claims_echo_read,     claims_told_read,
    claims_entry_read,      claims_spoken_read,   claims_funds_read,
    claims_execution_read,
};

/* Its many trials leave nothing behind. */
static bool is_misread(struct report *report, const struct claim *claim)
{
    struct arena *own = report->arena;
    report->arena = arena_scratch(own);
    bool misread = claims_otherwise(report, claim);
    arena_free(report->arena);
    report->arena = own;
    return misread;
}

/* What does not hold as its words were read, and does of other figures beside them, is no claim. */
static void drop_misread(struct report *report)
{
    struct claims *claims = &report->claims;
    uint32_t kept = 0, tried = 0;
    for (uint32_t i = 0; i < claims->n; i++) {
        struct claim claim = claims->items[i];
        bool off = claim.lenient == VERDICT_VIOLATED && claim.basis == BASIS_WORDS;
        bool misread = off && tried++ < MISREAD_MAX && is_misread(report, &claim);
        if (!misread)
            claims->items[kept++] = claim;
    }
    claims->n = kept;
}

void claims_read(struct report *report)
{
    struct fact_index index = claims_index_of(report);
    for (size_t i = 0; i < sizeof READERS / sizeof *READERS; i++)
        READERS[i](report, &index);
    drop_misread(report);
    block(report);
    claims_prove(report);
    claims_doubt(report);
    hypotheses_find(report);
}
