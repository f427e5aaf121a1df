/* Copied passages. The text is laid out as one row of compared characters: blanks and punctuation dropped,
 * widths folded, a stop where a table's cell begins or ends. Every run of PASSAGE_RUN characters is looked up
 * by a rolling hash in a table of first occurrences; a hit is compared character by character, extended both
 * ways, and skipped over, so each character is hashed once and matched about once. Matches that continue one
 * another on both sides are one copy.
 *
 * To name the role of another kind of section or head, add its words to the classes "role-…" of the lexicon.
 */
#include "report.h"

#include "chars.h"

/* Between the pieces of one pasted text this much may have been edited, on either side. */
#define PASSAGE_GAP 40
/* How far a match is extended backwards over text already matched elsewhere; bounds the work on repetitive
 * text. */
#define PASSAGE_BACK 256
/* A copy resumes after an edit of at most so many characters on either side with at least so many that are
 * the same. */
#define PASSAGE_EDIT   4
#define PASSAGE_RESUME 5
/* What is copied this often is no copy: running heads, heads of tables, set phrases. */
#define PASSAGE_OFTEN 4
/* A table head or row label is no longer than this many bytes. */
#define PASSAGE_LABEL_MAX 90

#define STOP 0 /* a border that no run crosses */

struct character {
    uint32_t code; /* folded, or STOP */
    uint32_t at;   /* byte of its stretch's text */
};

struct characters {
    struct character *items; /* room for all of the document */
    uint32_t n;
};

struct match {
    uint32_t first, second, length; /* in compared characters */
};

struct matches {
    struct match *items;
    uint32_t n, cap;
};

/* First occurrences of runs, by hash; open addressing, a slot holds position + 1. */
struct runs {
    uint32_t *slots;
    uint32_t mask;
};

/* A cell or a block in the row of characters, for finding where a position belongs. */
struct stretch {
    uint32_t start; /* first compared character */
    uint32_t chars; /* how many of them are its own */
    uint32_t block;
    const struct cell *cell;
    const struct text *text;
};

struct stretches {
    struct stretch *items;
    uint32_t n, cap;
};

struct reading {
    struct report *report;
    struct arena *scratch; /* the copies alone outlive the reading */
    struct characters text;
    struct stretches stretches;
    struct matches matches;
    uint32_t classes[PASSAGE_REASON + 1]; /* the lexicon's numbers for ROLES_OF_PASSAGES */
};

static const struct {
    enum passage_role role;
    const char *name, *words; /* the lexicon's class of words that head it */
} ROLES_OF_PASSAGES[] = {
    {PASSAGE_BODY, "body", NULL},
    {PASSAGE_DUTIES, "duties", "role-duties"},
    {PASSAGE_GOAL, "goal", "role-goal"},
    {PASSAGE_RESULT, "result", "role-result"},
    {PASSAGE_TARGET, "target", "role-target"},
    {PASSAGE_ACHIEVED, "achieved", "role-achieved"},
    {PASSAGE_INDICATOR, "indicator", "role-indicator"},
    {PASSAGE_REASON, "reason", "role-reason"},
};

#define N_ROLES (sizeof ROLES_OF_PASSAGES / sizeof *ROLES_OF_PASSAGES)

/* ------------------------------------------------------------------ the row of characters */

/* Of ASCII letters and digits are compared, and the signs of a rate; letters lose their case. */
static inline uint32_t fold_narrow(uint32_t c)
{
    if (c - '0' < 10 || c == '%' || c == '+')
        return c;
    return (c | 32) - 'a' < 26 ? c | 32 : STOP;
}

/* Full-width forms U+FF01–FF5E stand 0xFEE0 above ASCII. Not compared are General Punctuation, CJK punctuation, boxes
 * and forms. */
static uint32_t fold_rare(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } dropped[] = {{0x80, 0xBF},     {0x2000, 0x206F}, {0x2190, 0x23FF}, {0x2500, 0x27BF},
                   {0x3000, 0x3004}, {0x3008, 0x3020}, {0xFE10, 0xFE6F}, {0xFEFF, 0xFEFF},
                   {0xFF5F, 0xFFFF}, {0xD7, 0xD7},     {0xE000, 0xF8FF}};
    if (c >= 0xFF01 && c <= 0xFF5E)
        return fold_narrow(c - 0xFEE0);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        if (c >= dropped[i].from && c <= dropped[i].to)
            return STOP;
    return c;
}

/* What a character is compared as; STOP: it is passed over. Ideographs, nearly all there is, by chars_han. */
static inline uint32_t fold(uint32_t c)
{
    return c < 0x80 ? fold_narrow(c) : fold_rare(c);
}

static void stop(struct reading *r)
{
    r->text.items[r->text.n++] = (struct character){STOP, 0};
}

static void add_text(struct reading *r, const struct text *text, uint32_t block, const struct cell *cell)
{
    struct character *next = r->text.items + r->text.n;
    struct slice s = text->s;
    for (size_t at = 0, from = 0; at < s.len; from = at) {
        uint32_t c;
        if (chars_is_han((unsigned char)s.at[at]) && s.len - at >= 3) {
            c = chars_han(s, at);
            at += 3;
        } else {
            c = fold(char_next(s, &at));
        }
        if (c != STOP)
            *next++ = (struct character){c, (uint32_t)from};
    }
    uint32_t start = r->text.n;
    r->text.n = (uint32_t)(next - r->text.items);
    *ARENA_PUSH(r->scratch, &r->stretches) = (struct stretch){
        .start = start, .chars = r->text.n - start, .block = block, .cell = cell, .text = text};
}

static void add_table(struct reading *r, const struct table *table, uint32_t block)
{
    stop(r);
    for (uint32_t i = 0; i < table->n_cells; i++) {
        add_text(r, &table->cells[i].text, block, &table->cells[i]);
        stop(r);
    }
}

/* How many characters and borders the row has at most. */
static size_t room_for(const struct document *doc)
{
    size_t room = 1;
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const struct block *block = &doc->blocks[i];
        room += block->table ? 1 : utf8_count(block->text.s);
        for (uint32_t k = 0; block->table && k < block->table->n_cells; k++)
            room += 1 + utf8_count(block->table->cells[k].text.s);
    }
    return room;
}

static void add_document(struct reading *r)
{
    const struct document *doc = r->report->document;
    r->text.items = arena_array(r->scratch, room_for(doc), sizeof *r->text.items);
    for (uint32_t i = 0; i < doc->n_blocks; i++) {
        const struct block *block = &doc->blocks[i];
        if (block->kind == BLOCK_TABLE)
            add_table(r, block->table, i);
        else if (block->kind != BLOCK_ASIDE)
            add_text(r, &block->text, i, NULL);
    }
    stop(r);
}

/* ------------------------------------------------------------------ matching */

static bool same_run(const struct characters *t, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < PASSAGE_RUN; i++)
        if (t->items[a + i].code != t->items[b + i].code)
            return false;
    return true;
}

/* The first occurrence of the run at `at`, or `at` itself, which then is it from now on. */
static inline uint32_t first_occurrence(struct runs *runs, const struct characters *t, uint64_t hash,
                                        uint32_t at)
{
    uint32_t slot = (uint32_t)((hash * 0x9E3779B97F4A7C15u) >> 32) & runs->mask;
    for (; runs->slots[slot]; slot = (slot + 1) & runs->mask)
        if (same_run(t, runs->slots[slot] - 1, at))
            return runs->slots[slot] - 1;
    runs->slots[slot] = at + 1;
    return at;
}

static uint32_t extent_back(const struct characters *t, uint32_t first, uint32_t second)
{
    uint32_t length = 0;
    while (length < PASSAGE_BACK && length < first && t->items[second - length - 1].code != STOP &&
           t->items[first - length - 1].code == t->items[second - length - 1].code)
        length++;
    return length;
}

/* A match that swallows the ones before it on the second side takes their place. */
static void add_match(struct reading *r, struct match match)
{
    struct matches *all = &r->matches;
    while (all->n && all->items[all->n - 1].second >= match.second)
        all->n--;
    *ARENA_PUSH(r->scratch, all) = match;
}

/* How many characters are the same from here on, up to a border. */
static uint32_t same_from(const struct characters *t, uint32_t first, uint32_t second)
{
    uint32_t length = 0;
    while (second + length < t->n && first + length < second && t->items[second + length].code != STOP &&
           t->items[first + length].code == t->items[second + length].code)
        length++;
    return length;
}

static bool crosses_border(const struct characters *t, uint32_t from, uint32_t skipped)
{
    for (uint32_t i = from; i < from + skipped; i++)
        if (i >= t->n || t->items[i].code == STOP)
            return true;
    return false;
}

/* Where a text goes on after an edit of a few characters (6人 for 9人); gives how many are the same there. */
static uint32_t after_edit(const struct characters *t, uint32_t *first, uint32_t *second)
{
    for (uint32_t i = 0; i <= PASSAGE_EDIT && !crosses_border(t, *first, i); i++)
        for (uint32_t j = i == 0; j <= PASSAGE_EDIT && !crosses_border(t, *second, j); j++) {
            uint32_t length = same_from(t, *first + i, *second + j);
            if (length < PASSAGE_RESUME)
                continue;
            *first += i;
            *second += j;
            return length;
        }
    return 0;
}

/* Goes on past small edits as long as something follows that is the same; gives where the second side ends.
 */
static uint32_t add_edited(struct reading *r, struct match match)
{
    for (uint32_t length = match.length; length > 0;) {
        add_match(r, (struct match){match.first, match.second, length});
        match.first += length;
        match.second += length;
        uint32_t end = match.second;
        length = after_edit(&r->text, &match.first, &match.second);
        if (length == 0)
            return end;
    }
    return match.second;
}

/* The rolling hash: digits to base B over the run. */
#define HASH_BASE 1099511628211u

static uint64_t hash_weight(void)
{
    uint64_t weight = 1;
    for (int i = 1; i < PASSAGE_RUN; i++)
        weight *= HASH_BASE;
    return weight;
}

/* The next run without a stop in it, from `at` on, and its hash; false where there is none. The row ends with a stop. */
static bool next_run(const struct characters *t, uint32_t *at, uint64_t *ret_hash)
{
    uint32_t fill = 0;
    for (uint32_t i = *at; i < t->n && fill < PASSAGE_RUN; i++) {
        uint32_t code = t->items[i].code;
        *ret_hash = (fill ? *ret_hash : 0) * HASH_BASE + code;
        fill = code == STOP ? 0 : fill + 1;
        *at = i + 1 - fill;
    }
    return fill == PASSAGE_RUN;
}

/* Files the match of a run; gives where the text that it covers ends. */
static uint32_t match_run(struct reading *r, uint32_t first, uint32_t second)
{
    uint32_t back = extent_back(&r->text, first, second), length = same_from(&r->text, first, second);
    return add_edited(r, (struct match){first - back, second - back, back + length});
}

/* The first run from `at` on, in a row up to the next stop, that stood before and does not lie over its first
 * occurrence, which goes to `ret_first`; the last run of the row where there is none. */
static uint32_t next_copied(const struct characters *t, struct runs *runs, uint64_t hash, uint32_t at,
                            uint32_t *ret_first)
{
    const uint64_t weight = hash_weight();
    for (;; at++) {
        *ret_first = first_occurrence(runs, t, hash, at);
        uint32_t code = t->items[at + PASSAGE_RUN].code;
        if (*ret_first + PASSAGE_RUN <= at || code == STOP)
            return at;
        hash = (hash - weight * t->items[at].code) * HASH_BASE + code;
    }
}

static void match_all(struct reading *r)
{
    const struct characters *t = &r->text;
    uint32_t size = 64, first;
    while (size < t->n * 2u)
        size *= 2;
    struct runs runs = {arena_array(r->scratch, size, sizeof *runs.slots), size - 1};
    uint64_t hash = 0;
    for (uint32_t at = 0; next_run(t, &at, &hash);) {
        at = next_copied(t, &runs, hash, at, &first);
        bool copied = first + PASSAGE_RUN <= at;
        at = copied ? match_run(r, first, at) - PASSAGE_RUN + 1 : at + PASSAGE_RUN + 1;
    }
}

/* ------------------------------------------------------------------ copies */

static const struct stretch *stretch_at(const struct reading *r, uint32_t position)
{
    uint32_t low = 0, high = r->stretches.n;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (r->stretches.items[middle].start <= position)
            low = middle;
        else
            high = middle;
    }
    return &r->stretches.items[low];
}

/* The role of the longest word that has one, the first among equals. */
static enum passage_role role_of_words(struct reading *r, struct slice text)
{
    size_t best = 0;
    enum passage_role role = PASSAGE_BODY;
    if (text.len > PASSAGE_LABEL_MAX)
        return role;
    struct hits hits = scans_of(&r->report->scans, text);
    for (uint32_t h = 0; h < hits.n; h++) {
        const struct hit *hit = &hits.items[h];
        for (size_t i = 0; i < N_ROLES && hit->kind == HIT_WORD; i++)
            if (r->classes[i] == hit->id && hit->to - hit->from > best) {
                best = hit->to - hit->from;
                role = ROLES_OF_PASSAGES[i].role;
            }
    }
    return role;
}

static enum passage_role role_beside(struct reading *r, const struct table *table, const struct cell *cell)
{
    enum passage_role role = PASSAGE_BODY;
    for (uint32_t c = cell->column; c-- > 0 && role == PASSAGE_BODY;) {
        const struct cell *label = table_cell(table, cell->row, c);
        if (label)
            role = role_of_words(r, label->text.s);
    }
    return role;
}

/* The heads of the cell's row; above the first head of a table, whatever stands over the cell. */
static enum passage_role role_above(struct reading *r, const struct table *table, const struct cell *cell)
{
    const struct table_row *row = &table->row[cell->row];
    uint32_t from = row->head_to > row->head_from ? row->head_from : 0;
    uint32_t to = row->head_to > row->head_from ? row->head_to : cell->row;
    enum passage_role role = PASSAGE_BODY;
    for (uint32_t above = to; above-- > from && role == PASSAGE_BODY;) {
        const struct cell *head = table_cell(table, above, cell->column);
        if (head)
            role = role_of_words(r, head->text.s);
    }
    return role;
}

/* The head above tells more than the label beside (预期目标 beside 实际完成情况 under one label), unless the
 * label says that these are the duties. */
static enum passage_role role_of_cell(struct reading *r, const struct table *table, const struct cell *cell)
{
    enum passage_role beside = role_beside(r, table, cell);
    if (beside == PASSAGE_DUTIES)
        return beside;
    enum passage_role above = role_above(r, table, cell);
    return above != PASSAGE_BODY ? above : beside;
}

/* Of the headings inside its own paragraph or cell, the nearest that tells. */
static enum passage_role role_of_marks(struct reading *r, uint32_t offset)
{
    const struct document *doc = r->report->document;
    const struct mark *mark = document_mark_at(doc, offset);
    enum passage_role role = PASSAGE_BODY;
    while (mark && role == PASSAGE_BODY) {
        role = role_of_words(r, mark->title.s);
        mark = mark->parent == UINT32_MAX ? NULL : &doc->marks[mark->parent];
    }
    return role;
}

static enum passage_role role_of_sections(struct reading *r, uint32_t section)
{
    const struct document *doc = r->report->document;
    enum passage_role role = PASSAGE_BODY;
    while (section != 0 && role == PASSAGE_BODY) {
        role = role_of_words(r, doc->sections[section].title.s);
        section = doc->sections[section].parent;
    }
    return role;
}

static enum passage_role role_of(struct reading *r, const struct stretch *s, uint32_t offset)
{
    const struct block *block = &r->report->document->blocks[s->block];
    enum passage_role role = role_of_marks(r, offset);
    if (role != PASSAGE_BODY)
        return role;
    return s->cell ? role_of_cell(r, block->table, s->cell) : role_of_sections(r, block->section);
}

/* A passage is quoted with the bracket or quotation mark that it opens with and the stop that it ends with. */
static struct span with_marks(struct slice reading, struct span span)
{
    static const struct slice opening[] = {{"（", 3}, {"(", 1}, {"“", 3}, {"《", 3}};
    static const struct slice closing[] = {{"。", 3}, {"；", 3}, {";", 1}, {"）", 3},
                                           {")", 1},  {"”", 3},  {"》", 3}};
    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++)
        if (slice_ends(slice_sub(reading, 0, span.from), opening[i])) {
            span.from -= (uint32_t)opening[i].len;
            break;
        }
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (slice_starts(slice_sub(reading, span.to, reading.len), closing[i])) {
            span.to += (uint32_t)closing[i].len;
            break;
        }
    return span;
}

/* In the reading text. */
static uint32_t offset_of(const struct reading *r, uint32_t position)
{
    return text_offset(stretch_at(r, position)->text, r->text.items[position].at);
}

static struct passage passage_of(struct reading *r, uint32_t first, uint32_t last)
{
    const struct document *doc = r->report->document;
    const struct stretch *s = stretch_at(r, first);
    size_t end = offset_of(r, last);
    utf8_next(doc->reading, &end);
    struct passage passage = {.span =
                                  with_marks(doc->reading, (struct span){offset_of(r, first), (uint32_t)end}),
                              .block = s->block,
                              .cell = s->cell,
                              .cell_chars = s->chars};
    passage.role = role_of(r, s, passage.span.from);
    return passage;
}

/* A heading that says what a caption or another heading says is no copied text. */
static bool inside_heading(const struct reading *r, uint32_t first, uint32_t last)
{
    const struct stretch *s = stretch_at(r, first);
    return !s->cell && stretch_at(r, last) == s &&
           r->report->document->blocks[s->block].kind == BLOCK_HEADING;
}

static bool crosses_stop(const struct reading *r, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (r->text.items[i].code == STOP)
            return true;
    return false;
}

/* Whether [start, …) goes on where something ended at `end`: an edit later, or a few characters back, where
 * the edit happens to begin like what follows it. */
static bool goes_on(const struct reading *r, uint32_t end, uint32_t start)
{
    return start + PASSAGE_RUN > end && start <= end + PASSAGE_GAP && !crosses_stop(r, end, start);
}

static bool continues(const struct reading *r, const struct match *a, const struct match *b)
{
    return b->first > a->first && b->second > a->second && goes_on(r, a->first + a->length, b->first) &&
           goes_on(r, a->second + a->length, b->second);
}

/* Compared characters of the second side that the matches cover, each once. */
static uint32_t covered(const struct match *from, const struct match *to)
{
    uint32_t chars = 0, end = 0;
    for (const struct match *m = from; m <= to; m++) {
        uint32_t stop = m->second + m->length, start = m->second > end ? m->second : end;
        chars += stop > start ? stop - start : 0;
        end = stop > end ? stop : end;
    }
    return chars;
}

/* How often the text at a position stands again: running heads and the heads of a table that goes over many
 * pages, set phrases of a form. `often[i]` counts the matches whose first side covers character i. */
static uint32_t *count_repeats(const struct reading *r)
{
    uint32_t *often = arena_array(r->scratch, r->text.n + 1u, sizeof *often);
    for (uint32_t i = 0; i < r->matches.n; i++) {
        const struct match *m = &r->matches.items[i];
        often[m->first]++;
        often[m->first + m->length]--;
    }
    for (uint32_t i = 1; i <= r->text.n; i++)
        often[i] += often[i - 1];
    return often;
}

static void add_copy(struct reading *r, const struct match *from, const struct match *to)
{
    uint32_t first_last = to->first + to->length - 1, second_last = to->second + to->length - 1;
    if (inside_heading(r, from->first, first_last) || inside_heading(r, from->second, second_last) ||
        report_full(r->report, LIMIT_PASSAGES, r->report->copies.n))
        return;
    *ARENA_PUSH(r->report->arena, &r->report->copies) = (struct copy){
        passage_of(r, from->first, first_last), passage_of(r, from->second, second_last), covered(from, to)};
}

const char *passage_role_text(enum passage_role role)
{
    return ROLES_OF_PASSAGES[role].name;
}

static void read_copies(struct reading *r)
{
    const uint32_t *often = count_repeats(r);
    const struct match *matches = r->matches.items;
    for (uint32_t from = 0, to; from < r->matches.n; from = to + 1) {
        for (to = from; to + 1 < r->matches.n && continues(r, &matches[to], &matches[to + 1]);)
            to++;
        if (often[matches[from].first + matches[from].length / 2] < PASSAGE_OFTEN)
            add_copy(r, &matches[from], &matches[to]);
    }
}

void passages_read(struct report *report)
{
    struct reading r = {.report = report, .scratch = arena_scratch(report->arena)};
    for (size_t i = 0; i < N_ROLES; i++)
        r.classes[i] = ROLES_OF_PASSAGES[i].words ? lexicon_class(report->lexicon, ROLES_OF_PASSAGES[i].words)
                                                  : UINT32_MAX;
    add_document(&r);
    match_all(&r);
    if (r.matches.n)
        read_copies(&r);
    arena_free(r.scratch);
}
