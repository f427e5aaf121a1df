/* Facts of a sentence. Each figure is named by the piece of the clause before it: `其中：基本支出` 149.45. A
 * piece that names no measure (为年初预算, 占, 比上年增加) speaks of the fact before, its topic. Version and
 * year hold on until other ones are said: `预算为4.16万元，主要是公务用车运行费3.20万元`. */
#include "facts_priv.h"
#include "quantity_priv.h"

#include "../base/utf8.h"

#define LABEL_BYTES 120 /* a name longer than 40 characters is a clause */
#define NO_FACT     UINT32_MAX

struct clause {
    struct fact_reader *reader;
    const struct cell_context *cell; /* NULL in prose */
    const struct sentence *sentence;
    uint32_t index; /* of the sentence */
    struct slice s;
    size_t before;        /* end of the figure before, where this figure's own words begin */
    uint32_t topic, last; /* facts: what is spoken of; the one just made */
    enum version version; /* holds on */
    int year;
    bool prior;
};

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0xFF0C || c == 0x3001 || c == ';' || c == 0xFF1B || c == 0x3002 || c == ':' ||
           c == 0xFF1A || c == '(' || c == ')' || c == 0xFF08 || c == 0xFF09 || c == '\n';
}

/* The piece of [from, to) after its last comma that holds more than marks. */
static size_t piece_from(struct slice s, size_t from, size_t to)
{
    bool words = false;
    size_t at = to;
    while (at > from) {
        size_t before = at;
        uint32_t c = utf8_previous(s, &at);
        if (is_comma(c) && words)
            return before;
        words |= !scan_is_edge(c);
    }
    return from;
}

static struct fact *fact_at(const struct clause *c, uint32_t index)
{
    return index == NO_FACT ? NULL : &c->reader->report->facts.items[index];
}

/* Brackets: `（2020年度预算386.13万元）` speaks of 2020 inside only. */
static bool in_bracket(struct slice s, size_t from, size_t to)
{
    int depth = 0;
    for (size_t at = from; at < to;) {
        uint32_t c = utf8_next(s, &at);
        depth += (c == '(' || c == 0xFF08) - (c == ')' || c == 0xFF09);
    }
    return depth > 0;
}

static int direction(const struct words *w)
{
    bool up = words_has(w, WORD_INCREASE), down = words_has(w, WORD_DECREASE);
    if (up && down)
        return w->word_to[WORD_INCREASE] > w->word_to[WORD_DECREASE] ? 1 : -1;
    return up - down;
}

static bool is_budget(enum version v)
{
    return v == VERSION_INITIAL || v == VERSION_ADJUSTED || v == VERSION_BUDGET;
}

/* Only words of degree stand between the change's word and the figure: 增加了, not 增加的主要原因是1. */
static bool change_is_near(const struct clause *c, const struct words *w, size_t to)
{
    size_t up = words_has(w, WORD_INCREASE) ? w->word_to[WORD_INCREASE] : 0;
    size_t down = words_has(w, WORD_DECREASE) ? w->word_to[WORD_DECREASE] : 0;
    size_t at = up > down ? up : down;
    return at && words_core(c->reader, c->s, at, to, 1u << WORD_TAIL | 1u << WORD_LEAD).len == 0;
}

static bool is_rate(const struct quantity *q)
{
    return q->unit && (q->unit->dimension == DIMENSION_PERCENT || q->unit->dimension == DIMENSION_POINTS);
}

/* What a percentage is of. */
static enum version rate_version(const struct clause *c, const struct words *w, size_t to, struct fact *f)
{
    const struct fact *last = fact_at(c, c->last);
    struct slice own = slice_trim(slice_sub(c->s, c->before, to));
    bool of_last =
        last && slice_starts(own, S("的")) && last->topic != NO_FACT && own.len <= strlen("的比例为");
    if (of_last) {
        f->topic = last->topic;
        f->against = last->version;
        return is_budget(last->version) ? VERSION_RATE : VERSION_SHARE;
    }
    if (change_is_near(c, w, to))
        return f->quantity->unit->dimension == DIMENSION_POINTS ? VERSION_CHANGE : VERSION_GROWTH;
    if (is_budget(w->version)) {
        f->against = w->version;
        return VERSION_RATE;
    }
    if (words_has(w, WORD_SHARE) && w->version != VERSION_RATE)
        return VERSION_SHARE;
    return w->version ? w->version : VERSION_RATE;
}

static void set_version(struct clause *c, const struct words *w, size_t to, struct fact *f)
{
    bool change = change_is_near(c, w, to) && w->version != VERSION_SUPPLEMENT && w->version != VERSION_CUT;
    if (is_rate(f->quantity))
        f->version = rate_version(c, w, to, f);
    else if (change)
        f->version = VERSION_CHANGE;
    else if (w->version)
        f->version = w->version;
    else
        f->version = c->version;
    if (f->version != VERSION_CHANGE && f->version != VERSION_GROWTH)
        return;
    f->direction = direction(w);
    f->against = words_has(w, WORD_COMPARED) || w->version != VERSION_CHANGE ? w->version : VERSION_UNKNOWN;
    f->against = is_budget(f->against) ? f->against : VERSION_UNKNOWN;
    f->against_prior = words_has(w, WORD_PRIOR);
    const struct fact *last = fact_at(c, c->last);
    bool goes_on =
        last && (last->version == VERSION_CHANGE || last->version == VERSION_GROWTH) && !f->against;
    if (goes_on && !f->against_prior) {
        f->against = last->against;
        f->against_prior = last->against_prior;
    }
}

static bool speaks_of_topic(const struct fact *f)
{
    return f->version == VERSION_RATE || f->version == VERSION_SHARE || f->version == VERSION_CHANGE ||
           f->version == VERSION_GROWTH;
}

/* The year that the words before the figure state, 0 for none; a later figure's own words only. */
static int stated_year(const struct clause *c, const struct quantity *q)
{
    const struct report *report = c->reader->report;
    const struct sentence *s = c->sentence;
    int year = 0;
    uint32_t end = (uint32_t)(q - report->quantities.items);
    for (uint32_t i = end; i-- > s->first_quantity;) {
        const struct quantity *y = &report->quantities.items[i];
        if (y->from < c->before)
            break;
        if (y->kind == QUANTITY_YEAR || y->kind == QUANTITY_DATE)
            year = y->year;
        if (year)
            break;
    }
    return year;
}

static void set_year(struct clause *c, const struct words *w, struct fact *f)
{
    int report_year = c->reader->report->year, stated = stated_year(c, f->quantity);
    bool change = speaks_of_topic(f);
    if (stated) {
        f->year = stated;
        f->year_stated = true;
        f->prior = report_year && stated == report_year - 1;
    } else if (words_has(w, WORD_PRIOR) && !change && report_year) {
        f->year = report_year - 1;
        f->year_stated = f->prior = true;
    } else {
        f->year = c->year ? c->year : report_year;
        f->prior = c->year ? c->prior : false;
        f->year_stated = false;
    }
}

/* Between a measure and its figure only words that name nothing may stand; else another thing is measured. */
static bool measure_names(const struct clause *c, const struct words *w, size_t to)
{
    uint32_t mask = 1u << WORD_TAIL | 1u << WORD_OF_WHICH | 1u << WORD_THIS | 1u << WORD_PRIOR |
                    1u << WORD_COMPARED | 1u << WORD_SHARE | 1u << WORD_INCREASE | 1u << WORD_DECREASE |
                    1u << WORD_LEAD | 1u << WORD_GROWTH;
    return w->measure && words_core(c->reader, c->s, w->measure_to, to, mask).len == 0;
}

static struct slice after_words(const struct clause *c, const struct quantity *q)
{
    size_t at = q->to;
    for (size_t next = at; at < c->s.len && at - q->to < LABEL_BYTES / 3; at = next)
        if (!utf8_is_han(utf8_next(c->s, &next)))
            break;
    return slice_sub(c->s, q->to, at);
}

static struct slice short_label(struct slice label)
{
    if (label.len <= LABEL_BYTES)
        return label;
    size_t at = label.len - LABEL_BYTES;
    while (at < label.len && ((unsigned char)label.at[at] & 0xC0) == 0x80)
        at++;
    return slice_sub(label, at, label.len);
}

static const uint32_t label_mask = 1u << WORD_LEAD | 1u << WORD_TAIL | 1u << WORD_OF_WHICH | 1u << WORD_THIS |
                                   1u << WORD_PRIOR | 1u << WORD_COMPARED | 1u << WORD_SHARE;

/* The words before the measure that narrow it: 市本级. */
static struct slice narrowing(const struct clause *c, size_t from, const struct words *w)
{
    return short_label(
        words_core(c->reader, c->s, from, w->measure_from, label_mask | 1u << WORD_EXPLANATION));
}

static void inherit(struct clause *c, struct fact *f)
{
    const struct fact *topic = fact_at(c, c->topic);
    if (!topic)
        return;
    f->topic = f->topic == NO_FACT ? c->topic : f->topic;
    topic = fact_at(c, f->topic);
    f->measure = topic->measure;
    f->label = f->label.len ? f->label : topic->label;
    f->holder = topic->holder;
    f->scope = topic->scope;
}

/* Whose figure of what: measure, label, scope, topic. */
static void set_subject(struct clause *c, const struct words *w, size_t from, struct fact *f)
{
    size_t to = f->quantity->from;
    struct slice core =
        words_core(c->reader, c->s, from, to, label_mask | 1u << WORD_INCREASE | 1u << WORD_DECREASE);
    f->label = short_label(core);
    if (measure_names(c, w, to)) {
        f->scope = narrowing(c, from, w);
        struct words before = words_in(c->reader, from, w->measure_from);
        f->measure = words_has(&before, WORD_FOREIGN) ? NULL : w->measure;
        if (speaks_of_topic(f) && c->topic != NO_FACT && fact_at(c, c->topic)->measure == f->measure)
            f->topic = c->topic;
        return;
    }
    if (core.len == 0 && !words_has(w, WORD_FOREIGN) &&
        (speaks_of_topic(f) || w->version || words_has(w, WORD_PRIOR) || f->topic != NO_FACT))
        inherit(c, f);
    if (f->label.len == 0)
        f->label = c->cell && c->cell->label.len ? c->cell->label : after_words(c, f->quantity);
    if (!f->measure && c->cell && core.len == 0)
        f->measure = c->cell->measure;
}

static void apply_cell(const struct cell_context *cell, struct fact *f)
{
    if (!cell)
        return;
    if (!f->version)
        f->version = cell->version;
    if (cell->year && !f->year_stated) {
        f->year = cell->year;
        f->year_stated = true;
        f->prior = cell->prior;
    }
    if (!f->holder.len)
        f->holder = cell->holder;
    if (!f->scope.len)
        f->scope = cell->scope;
    if (cell->confidence < f->confidence)
        f->confidence = cell->confidence;
}

static void hold_on(struct clause *c, const struct fact *f, size_t from)
{
    size_t to = f->quantity->from;
    bool bracket = in_bracket(c->s, from > 3 ? c->before : from, to);
    if (speaks_of_topic(f))
        return;
    if (f->topic == NO_FACT)
        c->topic = (uint32_t)(f - c->reader->report->facts.items);
    if (bracket)
        return;
    if (f->year_stated) {
        c->year = f->year;
        c->prior = f->prior;
    }
    if (f->topic == NO_FACT)
        c->version = f->version;
}

static void read_figure(struct clause *c, struct quantity *q)
{
    size_t from = piece_from(c->s, c->before, q->from);
    struct words w = words_in(c->reader, from, q->from);
    struct fact *f = facts_push(c->reader);
    f->quantity = q;
    f->block = c->sentence->block;
    f->cell = c->sentence->cell;
    f->sentence = c->index;
    f->span = q->span;
    f->confidence = 90;
    set_version(c, &w, q->from, f);
    set_subject(c, &w, from, f);
    set_year(c, &w, f);
    apply_cell(c->cell, f);
    facts_unit(c->reader, q, f, c->cell);
    size_t start = f->label.len && f->label.at >= c->s.at + from && f->label.at < c->s.at + q->from
                       ? (size_t)(f->label.at - c->s.at)
                       : scan_blanks(c->s, from, 8);
    f->quote = text_span(&c->sentence->text, start, q->to);
    hold_on(c, f, from);
    c->last = (uint32_t)(f - c->reader->report->facts.items);
    c->before = q->to;
}

/* What the heading above says of all its figures: `年初预算批复情况`. */
static enum version heading_version(struct fact_reader *reader, const struct sentence *s)
{
    const struct document *doc = reader->report->document;
    const struct mark *mark = document_mark_at(doc, text_offset(&s->text, 0));
    struct slice title = mark ? mark->title.s : (struct slice){NULL, 0};
    const struct block *block = &doc->blocks[s->block];
    if (!title.len && block->section < doc->n_sections)
        title = doc->sections[block->section].title.s;
    if (title.len == 0 || title.len > LABEL_BYTES)
        return VERSION_UNKNOWN;
    enum version v = words_of(reader, title).version;
    return is_budget(v) || v == VERSION_ACTUAL ? v : VERSION_UNKNOWN;
}

void facts_of_sentence(struct fact_reader *reader, uint32_t sentence, const struct cell_context *cell)
{
    struct report *report = reader->report;
    const struct sentence *s = &report->sentences.items[sentence];
    struct clause c = {reader, cell, s, sentence, s->text.s, .topic = NO_FACT, .last = NO_FACT};
    c.version = cell ? cell->version : heading_version(reader, s);
    lexicon_scan(report->lexicon, report->arena, s->text.s, &reader->hits);
    for (uint32_t i = 0; i < s->quantities; i++) {
        struct quantity *q = &report->quantities.items[s->first_quantity + i];
        if (q->kind == QUANTITY_VALUE)
            read_figure(&c, q);
        else if (q->kind == QUANTITY_ORDINAL || q->kind <= QUANTITY_FRACTION)
            c.before = q->to;
    }
}
