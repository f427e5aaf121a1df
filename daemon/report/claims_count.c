/* Counted lists: `内设股室5个，分别为：a、b、c、d、e`, `设下列6个内设机构：a、b…`, `下设a、b、c、d4个科室`, and a count with a numbered list
 * after it. Names are counted by the enumeration commas outside brackets and quotation marks; 和, 及, 与 may join two
 * names or stand in one, so both counts are tried. */
#include "claims_index.h"

#include "numbering.h"

#include "../base/utf8.h"

/* A list that is this far off is more likely read wrongly than counted wrongly. */
#define COUNT_OFF_MAX 2
/* Bytes of what is counted, between the count and its list: 个内设机构. */
#define NOUN_BYTES 30
/* Bytes before a count that its list may take. */
#define LIST_BYTES 600
/* Bytes of the longest word that opens a list, and of what names organs before their count. */
#define WORD_BYTES  60
#define ORGAN_BYTES 120
/* Names of a list before its count: with fewer something else is counted (小学、初中3个年级). */
#define NAMES_BEFORE 4
/* Bytes of what organs' names end with. */
#define ORGAN_END_BYTES 3
/* Sentences after a count that its numbered list may take. */
#define ITEMS_REACH 200

struct names {
    uint32_t commas, joints; /* 、 and 和 及 与 between the names */
    bool open;               /* 等: not all of them */
    size_t end;              /* bytes of the list */
};

static const struct {
    uint32_t c;
    int depth; /* what it does to the nesting */
} BRACKETS[] = {{'(', 1},     {')', -1},   {0xFF08, 1},  {0xFF09, -1}, {0x201C, 1},
                {0x201D, -1}, {0x300A, 1}, {0x300B, -1}, {0x3010, 1},  {0x3011, -1}};

static bool is_countable(const struct fact *f)
{
    enum dimension d = claims_dimension(f);
    return f->sentence != UINT32_MAX && f->quantity->kind == QUANTITY_VALUE &&
           (d == DIMENSION_COUNT || d == DIMENSION_PERSON) &&
           decimal_cmp(f->quantity->value, decimal_int(1)) > 0;
}

static int nesting(uint32_t c)
{
    for (size_t i = 0; i < sizeof BRACKETS / sizeof *BRACKETS; i++)
        if (BRACKETS[i].c == c)
            return BRACKETS[i].depth;
    return 0;
}

static bool ends_list(uint32_t c)
{
    return c == ',' || c == 0xFF0C || c == ';' || c == 0xFF1B || c == 0x3002;
}

/* 和 U+548C, 及 U+53CA, 与 U+4E0E; 等 U+7B49. */
static struct names count_names(struct slice text)
{
    struct names names = {.end = text.len};
    int depth = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        depth += nesting(c);
        if (depth > 0)
            continue;
        if (ends_list(c)) {
            names.end = start;
            break;
        }
        names.commas += c == 0x3001;
        names.joints += c == 0x548C || c == 0x53CA || c == 0x4E0E;
        names.open |= c == 0x7B49;
    }
    return names;
}

static const struct text *text_of(const struct report *report, const struct fact *f)
{
    return &report->sentences.items[f->sentence].text;
}

static bool starts_with(const struct report *report, const char *class, struct slice text, size_t *ret_to)
{
    return lexicon_begins(report->lexicon, class, slice_sub(text, 0, WORD_BYTES), ret_to);
}

/* ------------------------------------------------------------------ names after the count */

static size_t marks_at(struct slice text, size_t at, bool *ret_colon)
{
    for (size_t next = at; at < text.len; at = next) {
        uint32_t c = utf8_next(text, &next);
        if (c != ',' && c != 0xFF0C && c != ' ' && c != ':' && c != 0xFF1A)
            break;
        *ret_colon |= c == ':' || c == 0xFF1A;
    }
    return at;
}

/* What is counted: 个 | 内设机构, up to a mark. */
static size_t noun_at(struct slice text)
{
    size_t at = 0;
    for (size_t next = 0; at < text.len && at <= NOUN_BYTES; at = next)
        if (!utf8_is_han(utf8_next(text, &next)))
            return at;
    return 0;
}

static bool names_organs(const struct report *report, struct slice text, size_t end)
{
    size_t from = end > ORGAN_BYTES ? end - ORGAN_BYTES : 0, to;
    while (from < end && ((unsigned char)text.at[from] & 0xC0) == 0x80)
        from++;
    return lexicon_find_word(report->lexicon, "count-organs", slice_sub(text, from, end), &from, &to);
}

/* The list behind the count, from byte *ret_from of its sentence: after 分别为 or a colon. Of organs 包括 and 即 say as
 * much. */
static bool list_after(const struct report *report, const struct fact *f, size_t *ret_from)
{
    struct slice text = text_of(report, f)->s, after = slice_sub(text, f->quantity->to, text.len);
    bool colon = false;
    size_t at = marks_at(after, 0, &colon), to;
    if (at == 0 && !starts_with(report, "list-all", after, &to))
        at = marks_at(after, noun_at(after), &colon);
    struct slice rest = slice_sub(after, at, after.len);
    bool word =
        starts_with(report, "list-all", rest, &to) ||
        (starts_with(report, "count-all", rest, &to) && names_organs(report, text, f->quantity->to + at));
    at += word ? to : 0;
    at = word ? marks_at(after, at, &colon) : at;
    *ret_from = f->quantity->to + at;
    return colon || word;
}

/* Figures among the names count something else. */
static bool has_figures(const struct report *report, uint32_t fact, size_t end)
{
    const struct fact *f = claims_fact(report, fact);
    if (fact + 1 == report->facts.n)
        return false;
    const struct fact *next = claims_fact(report, fact + 1);
    return next->sentence == f->sentence && next->quantity->from < end;
}

static void file_count(struct report *report, uint32_t fact, struct span words, struct decimal listed)
{
    struct draft d = claims_draft(report, CLAIM_COUNT, BASIS_WORDS, words);
    claims_member(&d, ROLE_COUNT, 1, fact);
    d.claim.computed = listed;
    claims_file(&d);
}

/* Off by little. */
static bool is_close(struct decimal stated, struct decimal listed)
{
    struct decimal off;
    return decimal_sub(stated, listed, &off) &&
           decimal_cmp(decimal_abs(off), decimal_int(COUNT_OFF_MAX)) <= 0;
}

/* 办公室、业务指导科、法规科: each name ends as an organ's does. */
static bool all_organs(const struct report *report, struct slice list)
{
    size_t from, to;
    for (ptrdiff_t at = 0; at >= 0 && list.len;) {
        at = slice_find(list, S("、"), 0);
        struct slice name = slice_trim(at >= 0 ? slice_sub(list, 0, (size_t)at) : list);
        size_t last = name.len > ORGAN_END_BYTES ? name.len - ORGAN_END_BYTES : 0;
        name = slice_sub(name, last, name.len);
        bool organ = lexicon_find_word(report->lexicon, "organ-end", name, &from, &to) && to == name.len;
        if (!organ)
            return false;
        list = at >= 0 ? slice_sub(list, (size_t)at + strlen("、"), list.len) : list;
    }
    return true;
}

/* `open`: not all are named, so that there may be more than are listed, but not fewer. Names that are `sure` are counted
 * rightly however far off the count is. */
static void settle_names(struct report *report, uint32_t fact, struct span words, const struct names *names,
                         bool sure)
{
    struct decimal stated = claims_fact(report, fact)->quantity->value,
                   fewest = decimal_int(names->commas + 1),
                   most = decimal_int(names->commas + names->joints + 1);
    bool within = decimal_cmp(stated, fewest) >= 0 && decimal_cmp(stated, most) <= 0;
    bool more = decimal_cmp(stated, most) > 0;
    if (within)
        file_count(report, fact, words, stated);
    else if ((sure || is_close(stated, more ? most : fewest)) && !(names->open && more))
        file_count(report, fact, words, more ? most : fewest);
}

static bool read_after(struct report *report, uint32_t fact, size_t from)
{
    const struct fact *f = claims_fact(report, fact);
    struct slice text = text_of(report, f)->s;
    struct names names = count_names(slice_sub(text, from, from + LIST_BYTES));
    if (names.commas == 0 || has_figures(report, fact, from + names.end))
        return false;
    bool sure = names.commas > 1 && all_organs(report, slice_sub(text, from, from + names.end));
    settle_names(report, fact, text_span(text_of(report, f), f->quantity->from, from + names.end), &names,
                 sure);
    return true;
}

/* ------------------------------------------------------------------ names before the count */

/* Where the list that ends at the count begins: after the last mark but 、 outside brackets. */
static size_t list_start(struct slice text, size_t end)
{
    size_t low = end > LIST_BYTES ? end - LIST_BYTES : 0;
    int depth = 0;
    for (size_t at = end; at > low;) {
        size_t after = at;
        uint32_t c = utf8_previous(text, &at);
        depth -= nesting(c);
        if (depth < 0 || (depth == 0 && (ends_list(c) || c == ':' || c == 0xFF1A)))
            return after;
    }
    return low ? end : 0;
}

/* 共 right before the count: the names before it are what is counted. */
static bool says_joint(struct slice list)
{
    list = slice_trim(list);
    return slice_ends(list, S("共")) || slice_ends(list, S("共计")) || slice_ends(list, S("等"));
}

/* `下设a、b、c、d等5个科室`: only of organs, where the words of the list are names for sure. */
static void read_before(struct report *report, uint32_t fact)
{
    const struct fact *f = claims_fact(report, fact), *last = fact ? claims_fact(report, fact - 1) : NULL;
    struct slice text = text_of(report, f)->s;
    size_t start = list_start(text, f->quantity->from), from, to;
    struct slice list = slice_sub(text, start, f->quantity->from);
    bool figures = last && last->sentence == f->sentence && last->quantity->to > start;
    if (figures || !lexicon_find_word(report->lexicon, "count-verbs", list, &from, &to))
        return;
    struct names names = count_names(slice_sub(list, to, list.len));
    bool sure = says_joint(list) || all_organs(report, slice_sub(list, to, list.len));
    uint32_t least = sure ? NAMES_BEFORE - 1 : NAMES_BEFORE;
    if (names.commas + 1 >= least && start + to + names.end == f->quantity->from)
        settle_names(report, fact, text_span(text_of(report, f), start, f->quantity->to), &names, false);
}

/* ------------------------------------------------------------------ numbered items after the count */

/* The rest of a sentence, or another one, begins with a number. */
static bool number_of(struct slice text, struct numbering *ret)
{
    return numbering_read(slice_trim(text), ret) && ret->number > 0;
}

/* How many items the list of sentences from `first` on has; 0 where it does not end in sight: with a number of a higher
 * rank, or with its cell or the report. */
static uint32_t count_items(const struct report *report, uint32_t first, struct slice rest,
                            uint32_t *ret_last)
{
    uint32_t n = 0, s = first;
    const struct sentence *own = &report->sentences.items[first];
    uint8_t level = 0;
    for (; s < report->sentences.n && s < first + ITEMS_REACH; s++) {
        const struct sentence *sentence = &report->sentences.items[s];
        struct numbering number;
        if (sentence->cell != own->cell || (sentence->cell && sentence->block != own->block))
            return n;
        struct slice text = s == first ? rest : sentence->text.s;
        if (!number_of(text, &number)) {
            if (n == 0 && !slice_blank(text))
                return 0;
            continue;
        }
        if (n > 0 && number.level < level)
            return n;
        if (n > 0 && number.level > level)
            continue;
        if (number.number != n + 1)
            return number.number == 1 ? n : 0;
        level = number.level;
        *ret_last = s;
        n++;
    }
    return s == report->sentences.n ? n : 0;
}

static void read_items(struct report *report, uint32_t fact, size_t from)
{
    const struct fact *f = claims_fact(report, fact);
    const struct text *text = text_of(report, f);
    uint32_t last = f->sentence;
    uint32_t n = count_items(report, f->sentence, slice_sub(text->s, from, text->s.len), &last);
    struct decimal stated = f->quantity->value, listed = decimal_int(n);
    if (n < 2 || !is_close(stated, listed))
        return;
    file_count(report, fact, text_span(text, f->quantity->from, text->s.len), listed);
}

void claims_count_read(struct report *report, const struct fact_index *index)
{
    (void)index;
    for (uint32_t f = 0; f < report->facts.n; f++) {
        size_t from;
        if (!is_countable(&report->facts.items[f]))
            continue;
        bool listed = list_after(report, &report->facts.items[f], &from);
        if (listed && read_after(report, f, from))
            continue;
        if (listed)
            read_items(report, f, from);
        read_before(report, f);
    }
}
