/* Totals across a row: a column whose head says 合计 or 小计, and the columns beside it. Which of them are its parts the
 * heads tell only where their cells are known; each reading is tried, and the one under which most rows hold is
 * taken. Where a table has one row, the totals beside it prove the reading. */
#include "claims_sheet.h"
#include "claims_tally.h"

/* Which columns are a total's parts. */
enum across {
    ACROSS_OUTER,       /* right of it, up to the next total; not what stands under a 其中 of its own */
    ACROSS_INNER,       /* these too */
    ACROSS_RIGHT,       /* right of it under the same head; of a group of columns its own total */
    ACROSS_LEFT,        /* the same on its left */
    ACROSS_LEAVES,      /* right of it, up to the next 合计, all that are no totals */
    ACROSS_LEAVES_LEFT, /* the same on its left */
    ACROSS_COUNT
};

struct columns {
    uint32_t *items; /* in the order of the table */
    uint32_t n;
    bool headed; /* 其中 stands over them */
};

struct total_column {
    struct columns parts;
    struct tally tally;
    bool left;
};

/* ------------------------------------------------------------------ which columns */

static bool of_which(const struct sheet *s, const struct cell *cell)
{
    size_t from, to;
    return cell && cell->text.s.len <= 15 &&
           lexicon_find_word(s->report->lexicon, "table-inside", cell->text.s, &from, &to) && from == 0;
}

/* The columns under the first 其中 right of the total's head; without one, all up to the next total. Of these, an
 * inner 其中 has some of its own. */
static void up_to_total(const struct sheet *s, uint32_t row, uint32_t column, bool inner,
                        struct columns *parts)
{
    const struct table_row *info = &s->table->row[row];
    uint32_t from = column + 1, to = from, inner_from = 0, inner_to = 0;
    while (to < s->table->columns && s->total_heads[to] != ROW_TOTAL)
        to++;
    for (uint32_t r = info->head_from; r < info->head_to; r++)
        for (uint32_t c = from; c < to; c++) {
            const struct cell *cell = table_cell(s->table, r, c);
            if (!of_which(s, cell) || cell->column != c || cell->row != r || inner_to)
                continue;
            if (c == from && cell->columns > 1) {
                to = c + cell->columns < to ? c + cell->columns : to;
                parts->headed = true;
            } else {
                inner_from = c;
                inner_to = c + cell->columns;
            }
        }
    for (uint32_t c = from; c < to; c++)
        if (inner || c < inner_from || c >= inner_to)
            parts->items[parts->n++] = c;
}

/* The lowest head over a column. */
static const struct cell *head_cell(const struct sheet *s, uint32_t row, uint32_t column)
{
    const struct table_row *info = &s->table->row[row];
    for (uint32_t r = info->head_to; r-- > info->head_from;) {
        const struct cell *cell = table_cell(s->table, r, column);
        if (cell && !slice_blank(cell->text.s))
            return cell;
    }
    return NULL;
}

/* The columns under the head that stands over a head and others. */
static void find_group(const struct sheet *s, uint32_t row, const struct cell *head, uint32_t *ret_from,
                       uint32_t *ret_to)
{
    *ret_from = 0;
    *ret_to = s->table->columns;
    for (uint32_t r = head->row; r-- > s->table->row[row].head_from;) {
        const struct cell *above = table_cell(s->table, r, head->column);
        if (!above || above->columns <= head->columns || slice_blank(above->text.s))
            continue;
        *ret_from = above->column;
        *ret_to = above->column + above->columns;
        return;
    }
}

/* Columns [from, to) under one head: the first that is their total, or all. */
static void add_group(const struct sheet *s, uint32_t from, uint32_t to, struct columns *parts)
{
    for (uint32_t c = from; c < to && to - from > 1; c++)
        if (s->total_heads[c]) {
            parts->items[parts->n++] = c;
            return;
        }
    for (uint32_t c = from; c < to; c++)
        parts->items[parts->n++] = c;
}

/* What stands beside a total under the same head, on its right or from the total before it on. */
static void siblings(const struct sheet *s, uint32_t row, uint32_t column, bool left, struct columns *parts)
{
    const struct cell *head = head_cell(s, row, column);
    uint32_t from, to;
    if (!head)
        return;
    find_group(s, row, head, &from, &to);
    from = left ? from : head->column + head->columns;
    to = left ? head->column : to;
    for (uint32_t c = from, end; c < to; c = end) {
        const struct cell *cell = table_cell(s->table, head->row, c);
        end = cell && cell->column + cell->columns > c ? cell->column + cell->columns : c + 1;
        end = end < to ? end : to;
        bool total = end - c == 1 && s->total_heads[c];
        if (total && !left)
            return;
        if (total)
            parts->n = 0;
        else
            add_group(s, c, end, parts);
    }
}

static void leaves(const struct sheet *s, uint32_t column, bool left, struct columns *parts)
{
    uint32_t from = left ? column : column + 1, to = left ? column : s->table->columns;
    while (left && from > 0 && s->total_heads[from - 1] != ROW_TOTAL)
        from--;
    for (uint32_t c = from; c < to && s->total_heads[c] != ROW_TOTAL; c++)
        if (!s->total_heads[c])
            parts->items[parts->n++] = c;
}

static void find_parts(const struct sheet *s, uint32_t row, uint32_t column, enum across across,
                       struct columns *parts)
{
    parts->n = 0;
    parts->headed = false;
    if (across <= ACROSS_INNER)
        up_to_total(s, row, column, across == ACROSS_INNER, parts);
    else if (across <= ACROSS_LEFT)
        siblings(s, row, column, across == ACROSS_LEFT, parts);
    else
        leaves(s, column, across == ACROSS_LEAVES_LEFT, parts);
}

/* ------------------------------------------------------------------ rows */

static struct draft sum_of(const struct sheet *s, const struct columns *parts, uint32_t row, uint32_t column)
{
    uint32_t total = claims_sheet_at(s, row, column);
    const struct fact *whole = claims_fact(s->report, total);
    struct draft d = claims_draft(s->report, CLAIM_SUM, BASIS_TOTAL_COLUMN, whole->quote);
    claims_member(&d, ROLE_TOTAL, 1, total);
    for (uint32_t i = 0; i < parts->n; i++) {
        uint32_t f = claims_sheet_at(s, row, parts->items[i]);
        if (f == FACT_NONE)
            continue;
        const struct fact *part = claims_fact(s->report, f);
        if (claims_amount(part) && claims_addable(part, whole) &&
            (part->version == whole->version || part->version == VERSION_UNKNOWN))
            claims_member(&d, ROLE_PART, 1, f);
    }
    return d;
}

static bool has_amount(const struct sheet *s, uint32_t row, uint32_t column)
{
    uint32_t f = claims_sheet_at(s, row, column);
    return f != FACT_NONE && claims_amount(claims_fact(s->report, f));
}

static struct tally tally_of(const struct sheet *s, const struct columns *parts, uint32_t row, uint32_t end,
                             uint32_t column)
{
    struct tally tally = {.headed = parts->headed};
    for (uint32_t r = row; r < end; r++) {
        if (!has_amount(s, r, column))
            continue;
        struct draft d = sum_of(s, parts, r, column);
        claims_tally_count(&tally, &d);
    }
    return tally;
}

static struct columns copy(const struct sheet *s, const struct columns *parts)
{
    struct columns own = *parts;
    own.items = arena_array(s->report->arena, parts->n + 1u, sizeof *own.items);
    memcpy(own.items, parts->items, parts->n * sizeof *own.items);
    return own;
}

/* The reading under which most rows hold; where none does, the first, or what the heads group. `trial` has room for
 * all columns. */
static struct total_column best_of(const struct sheet *s, uint32_t row, uint32_t end, uint32_t column,
                                   struct columns trial)
{
    struct total_column best = {0};
    for (int a = 0; a < ACROSS_COUNT; a++) {
        if (a >= ACROSS_LEAVES && s->total_heads[column] != ROW_TOTAL)
            break;
        find_parts(s, row, column, (enum across)a, &trial);
        struct tally tally = tally_of(s, &trial, row, end, column);
        bool grouped = a == ACROSS_RIGHT && !best.tally.holding && !best.parts.headed && trial.n > 1 &&
                       s->table->row[row].head_to - s->table->row[row].head_from > 1;
        if (a > ACROSS_OUTER && tally.holding <= best.tally.holding && !grouped)
            continue;
        best = (struct total_column){copy(s, &trial), tally, a == ACROSS_LEFT || a == ACROSS_LEAVES_LEFT};
    }
    return best;
}

/* One column over the rows [row, end) of one head; `others`: so many sums of the other total columns hold. */
static void file_column(const struct sheet *s, uint32_t row, uint32_t end, uint32_t column,
                        const struct total_column *t, uint32_t others)
{
    for (uint32_t r = row; r < end; r++) {
        if (!has_amount(s, r, column))
            continue;
        struct draft d = sum_of(s, &t->parts, r, column);
        bool violated = d.claim.n > 1 && claims_try(&d) == VERDICT_VIOLATED;
        bool headed = violated && t->parts.headed;
        bool above = headed && decimal_cmp(d.claim.computed, d.claim.stated) > 0;
        bool near = violated && claims_near_miss(&d.claim);
        bool alone = t->tally.off == 1 && (above || (near && (headed || others > 0)));
        if (above && t->tally.off == 1 && claims_slip_between(d.claim.stated, d.claim.computed))
            claims_file(&d);
        else if (!(t->left && violated && !t->tally.holding))
            claims_tally_file(s, &d, t->tally, alone);
    }
}

static void read_part(const struct sheet *s, uint32_t row, uint32_t end, struct columns trial)
{
    struct total_column *totals = arena_array(s->report->arena, s->table->columns, sizeof *totals);
    uint32_t holding = 0;
    for (uint32_t c = 0; c < s->table->columns; c++) {
        if (s->total_heads[c])
            totals[c] = best_of(s, row, end, c, trial);
        holding += totals[c].tally.holding;
    }
    for (uint32_t c = 0; c < s->table->columns; c++)
        if (s->total_heads[c])
            file_column(s, row, end, c, &totals[c], holding - totals[c].tally.holding);
}

void claims_across_read(struct sheet *s)
{
    struct columns trial = {.items = arena_array(s->report->arena, s->table->columns, sizeof *trial.items)};
    for (uint32_t r = 0, end; r < s->table->rows; r = end) {
        end = claims_sheet_part(s, r);
        bool any = false;
        for (uint32_t c = 0; c < s->table->columns; c++)
            any |= s->total_heads[c] != ROW_EMPTY;
        if (any)
            read_part(s, r, end, trial);
    }
}
