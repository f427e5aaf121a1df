/* Facts of a sentence. Each figure is named by the piece of the clause before it: `其中：基本支出` 183.75. A
 * piece that names no measure (为年初预算, 占, 比上年增加) speaks of the fact before, its topic. Version and
 * year hold on until other ones are said: `预算为3.71万元，主要是公务用车运行费2.75万元`. */
#include "facts_priv.h"
#include "quantity_priv.h"

#include "chars.h"

#define LABEL_BYTES 120 /* a name longer than 40 characters is a clause */
#define NO_FACT     UINT32_MAX

struct clause {
    struct fact_reader *reader;
    const struct cell_context *cell; /* NULL in prose */
    const struct sentence *sentence;
    uint32_t index; /* of the sentence */
    struct slice s;
    size_t before;        /* end of the figure before, where this figure's own words begin */
    bool bracket;         /* one opens among them and goes on to the figure */
    uint32_t topic, last; /* facts: what is spoken of; the one just made */
    uint32_t outer;       /* what was spoken of where the bracket opened */
    bool inside;
    uint32_t first;       /* the first that was spoken of */
    enum version version; /* holds on */
    int year, heading_year;
    bool prior;
    bool base; /* inside 与2020年…, …相比: figures that others are compared with */
    bool held; /* these stand in brackets, （上年N）, and end with them */
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
        words = words || !scan_is_edge(c);
    }
    return from;
}

/* Where the words of a figure begin: a bracket inside a measure's name, 因公出国（境）费, ends no piece. */
static size_t words_from(const struct clause *c, size_t to)
{
    size_t from = piece_from(c->s, c->before, to);
    const struct hits *hits = &c->reader->hits;
    uint32_t first = words_first(hits, from > LABEL_BYTES ? from - LABEL_BYTES : 0);
    for (uint32_t i = first; i < hits->n && hits->items[i].from < from; i++)
        if (hits->items[i].kind == HIT_MEASURE && hits->items[i].to > from && hits->items[i].to <= to &&
            hits->items[i].from >= c->before)
            return piece_from(c->s, c->before, hits->items[i].from);
    return from;
}

static struct fact *fact_at(const struct clause *c, uint32_t index)
{
    return index == NO_FACT ? NULL : &c->reader->report->facts.items[index];
}

static int direction(const struct words *w)
{
    bool up = words_has(w, WORD_INCREASE), down = words_has(w, WORD_DECREASE);
    if (up && down)
        return w->word_to[WORD_INCREASE] > w->word_to[WORD_DECREASE] ? 1 : -1;
    return up - down;
}

/* 由45起降为12起: what it became, not by how much. */
static bool is_result(const struct clause *c, size_t at, size_t to)
{
    const struct fact *last = fact_at(c, c->last);
    struct slice before = last ? slice_sub(c->s, 0, last->quantity->from) : (struct slice){0};
    ptrdiff_t comma = slice_rfind(before, S("，")), source = slice_rfind(before, S("由"));
    return source > comma && slice_starts(slice_trim(slice_sub(c->s, at, to)), S("为"));
}

/* Only words of degree stand between the change's word and the figure: 增加了, not 增加的主要原因是1. */
static bool change_is_near(const struct clause *c, const struct words *w, size_t to)
{
    size_t up = words_has(w, WORD_INCREASE) ? w->word_to[WORD_INCREASE] : 0;
    size_t down = words_has(w, WORD_DECREASE) ? w->word_to[WORD_DECREASE] : 0;
    size_t at = up > down ? up : down;
    bool of_change = words_has(w, WORD_SHARE) && w->word_to[WORD_SHARE] < at &&
                     slice_ends(slice_trim(slice_sub(c->s, at, to)), S("的")); /* 占减少总额的P% */
    return at && !of_change && !is_result(c, at, to) &&
           words_core(c->reader, c->s, at, to, WORDS_BOTH_ENDS | 1u << WORD_TAIL | 1u << WORD_LEAD).len == 0;
}

/* Versions that a list goes on with: `年初预算为…，其中：…`. */
static bool holds(enum version v)
{
    return lexicon_is_budget(v) || v == VERSION_ACTUAL || v == VERSION_SUPPLEMENT || v == VERSION_CUT ||
           v == VERSION_CARRIED_IN || v == VERSION_BALANCE;
}

static bool is_rate(const struct quantity *q)
{
    return q->unit && (q->unit->dimension == DIMENSION_PERCENT || q->unit->dimension == DIMENSION_POINTS);
}

/* 决算数大于预算数的主要原因是缴费比例由6.5%调整为7%: what stands behind the reason's word is of the reason. */
static bool gives_reason(const struct words *w)
{
    return words_has(w, WORD_EXPLANATION) && w->word_from[WORD_EXPLANATION] >= w->version_to;
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
        return lexicon_is_budget(last->version) ? VERSION_RATE : VERSION_SHARE;
    }
    if (change_is_near(c, w, to))
        return f->quantity->unit->dimension == DIMENSION_POINTS ? VERSION_CHANGE : VERSION_GROWTH;
    if (gives_reason(w) && (lexicon_is_budget(w->version) || w->version == VERSION_ACTUAL))
        return VERSION_UNKNOWN;
    if (lexicon_is_budget(w->version) || (w->version == VERSION_ACTUAL && words_has(w, WORD_PRIOR))) {
        f->against = w->version;
        f->against_prior = words_has(w, WORD_PRIOR);
        return VERSION_RATE;
    }
    if (words_has(w, WORD_SHARE) && w->version != VERSION_RATE)
        return VERSION_SHARE;
    return w->version == VERSION_RATE || w->version == VERSION_TARGET ? w->version : VERSION_UNKNOWN;
}

/* What a change is compared with: 决算数比预算数减少N says so behind 比. */
static enum version compared_with(const struct clause *c, const struct words *w, size_t to)
{
    if (words_has(w, WORD_COMPARED) && w->version_to <= w->word_from[WORD_COMPARED])
        return words_in(c->reader, w->word_to[WORD_COMPARED], to).version;
    return words_has(w, WORD_COMPARED) || w->version != VERSION_CHANGE ? w->version : VERSION_UNKNOWN;
}

static void set_version(struct clause *c, const struct words *w, size_t to, struct fact *f)
{
    bool moved = w->version == VERSION_SUPPLEMENT || w->version == VERSION_CUT;
    bool compared = words_has(w, WORD_COMPARED) && words_has(w, WORD_PRIOR); /* 比上年预算压减140万元 */
    bool change = change_is_near(c, w, to) && (!moved || compared);
    if (is_rate(f->quantity))
        f->version = rate_version(c, w, to, f);
    else if (change)
        f->version = VERSION_CHANGE;
    else if (w->version)
        f->version = w->version;
    else if (!f->quantity->unit || f->quantity->unit->dimension <= DIMENSION_MONEY)
        f->version = c->version;
    bool points = f->quantity->unit && f->quantity->unit->dimension == DIMENSION_SCORE;
    if (!f->version && points && c->bracket)
        f->version = VERSION_WEIGHT; /* 产出指标(50分) */
    if (f->version != VERSION_CHANGE && f->version != VERSION_GROWTH)
        return;
    f->direction = direction(w);
    f->against = compared_with(c, w, to);
    f->against = lexicon_is_budget(f->against) ? f->against : VERSION_UNKNOWN;
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

/* 追加2020年绩效奖6.31万元: the year names the money, not the year it was added in. */
static bool year_is_a_name(const struct fact *f)
{
    return !f->measure && (f->version == VERSION_SUPPLEMENT || f->version == VERSION_CUT ||
                           f->version == VERSION_CARRIED_IN || f->version == VERSION_BALANCE);
}

static void set_year(struct clause *c, const struct words *w, struct fact *f)
{
    int report_year = c->reader->report->year, stated = stated_year(c, f->quantity);
    const struct fact *last = fact_at(c, c->last);
    bool own = !speaks_of_topic(f);
    if (c->base && c->held && words_leave_bracket(c->s, c->before, f->quantity->from))
        c->base = c->held = false;
    if (stated && !year_is_a_name(f)) {
        f->year = stated;
        f->year_stated = true;
        f->prior = report_year && stated == report_year - 1;
    } else if (words_has(w, WORD_PRIOR) && own && report_year && f->version != VERSION_CARRIED_IN) {
        f->year = (c->heading_year ? c->heading_year : report_year) - 1;
        f->year_stated = f->prior = true;
    } else if (c->base && own && last) {
        f->year = last->year;
        f->prior = last->prior;
    } else {
        f->year = c->year ? c->year : report_year;
        f->prior = c->year ? c->prior : false;
    }
    bool compared = own && (words_has(w, WORD_COMPARED) || c->bracket) && f->prior;
    c->held = own && (c->base ? c->held : compared && c->bracket);
    c->base = own && (c->base || compared);
}

/* 上年支出, 2021年支出: 支出 alone names nothing beside a year. */
static bool is_bare(const struct clause *c, const struct words *w, const struct quantity *q,
                    struct slice core)
{
    core = slice_trim(core);
    return core.len && (words_has(w, WORD_PRIOR) || stated_year(c, q)) &&
           lexicon_is(c->reader->report->lexicon, "bare-noun", core);
}

/* Between a measure and its figure only words that name nothing may stand; else another thing is measured. */
static bool measure_names(const struct clause *c, const struct words *w, const struct quantity *q)
{
    size_t to = q->from;
    uint32_t mask = WORDS_BOTH_ENDS | 1u << WORD_TAIL | 1u << WORD_OF_WHICH | 1u << WORD_THIS |
                    1u << WORD_PRIOR | 1u << WORD_COMPARED | 1u << WORD_SHARE | 1u << WORD_INCREASE |
                    1u << WORD_DECREASE | 1u << WORD_LEAD | 1u << WORD_GROWTH;
    /* 项目支出决算数: the version's word begins with the measure's last */
    bool shared = w->version && w->version_from < w->measure_to && w->version_to > w->measure_to;
    size_t after = shared ? w->version_to : w->measure_to;
    if (!w->measure)
        return false;
    struct slice core = words_core(c->reader, c->s, after, to, mask);
    return core.len == 0 || is_bare(c, w, q, core);
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

/* Past the title of a report that a lost line end joined to its first sentence; a document narrows nothing. */
static struct slice past_title(struct slice s)
{
    ptrdiff_t at = slice_rfind(s, S("报告"));
    return at < 0 ? s : slice_sub(s, (size_t)at + strlen("报告"), s.len);
}

/* The words before the measure that narrow it: 市本级. The department's own name, or what stands before a
 * blank, does not; 基本支出中 says where it belongs. */
static struct slice narrowing(const struct clause *c, size_t from, const struct words *w)
{
    struct slice s = words_core(c->reader, c->s, from, w->measure_from,
                                label_mask | 1u << WORD_EXPLANATION | WORDS_BOTH_ENDS);
    for (size_t at = s.len; at > 0;) {
        size_t end = at;
        if (utf8_is_space(utf8_previous(s, &at))) {
            s = slice_sub(s, end, s.len);
            break;
        }
    }
    s = past_title(s);
    bool own = slice_find(c->reader->report->holder, s, 0) >= 0 || slice_ends(s, S("中"));
    return own ? (struct slice){NULL, 0} : short_label(s);
}

/* What the subject names, unless it is the report's title: 部门整体支出 is no measure there. */
static const struct measure *subject_measure(struct fact_reader *reader, struct slice *ret_label)
{
    struct hits own = reader->hits;
    struct slice s = reader->held.subject->text.s;
    struct words w = words_of(reader, s);
    reader->hits = own;
    bool named = w.measure && slice_find(reader->report->title, slice_trim(s), 0) < 0;
    *ret_label = named ? words_item(s, slice_sub(s, w.measure_from, w.measure_to)) : (struct slice){NULL, 0};
    return named ? w.measure : NULL;
}

/* What a figure without a name of its own is of, when nothing in the sentence was measured yet: the last
 * measure that its sentence, the sentence before or the heading mentions. */
static void set_from_heading(struct clause *c, struct fact *f)
{
    struct words w = words_in(c->reader, 0, f->quantity->from);
    const struct sentence *subject = c->reader->held.subject;
    if (w.measure) {
        f->measure = w.measure;
        f->label = slice_sub(c->s, w.measure_from, w.measure_to);
    } else if (subject && c->sentence->block <= subject->block + 1) {
        f->measure = subject_measure(c->reader, &f->label);
        f->measure = c->reader->held.subject_past ? NULL : f->measure;
    }
}

/* 上年结转, 追加 and the like are not what a budget beside them is of. */
static bool is_movement(enum version v)
{
    return v == VERSION_CARRIED_IN || v == VERSION_SUPPLEMENT || v == VERSION_CUT || v == VERSION_BALANCE;
}

static void inherit(struct clause *c, struct fact *f)
{
    const struct fact *topic = fact_at(c, f->topic == NO_FACT ? c->topic : f->topic);
    if (!topic || (is_movement(topic->version) && !speaks_of_topic(f)))
        return;
    f->topic = (uint32_t)(topic - c->reader->report->facts.items);
    f->measure = topic->measure;
    f->label = f->label.len ? f->label : topic->label;
    f->holder = topic->holder;
    f->scope = topic->scope;
}

/* `“三公”经费。全年支出68.9万元`: all that was spent of what the heading in the same line names. */
static const struct measure *of_heading(const struct clause *c, const struct words *w)
{
    const struct sentence *subject = c->reader->held.subject;
    struct slice own = slice_sub(c->s, w->measure_from, w->measure_to), label;
    if (!subject || subject->block != c->sentence->block || c->reader->held.subject_past ||
        !lexicon_is(c->reader->report->lexicon, "heading-spending", own))
        return w->measure;
    const struct measure *named = subject_measure(c->reader, &label);
    return named ? named : w->measure;
}

static void set_measured(struct clause *c, const struct words *w, size_t from, struct fact *f)
{
    f->scope = narrowing(c, from, w);
    size_t start = f->scope.len ? (size_t)(f->scope.at - c->s.at)
                                : words_name_start(c->s, w->measure_from, w->measure_to);
    f->label = short_label(slice_sub(c->s, start, w->measure_to));
    struct words before = words_in(c->reader, from, w->measure_from);
    f->measure = words_has(&before, WORD_FOREIGN) ? NULL : of_heading(c, w);
    bool share = f->version == VERSION_SHARE && words_open_share(c->reader, c->s, from, w->measure_from);
    if (c->topic != NO_FACT && (share || (speaks_of_topic(f) && fact_at(c, c->topic)->measure == f->measure)))
        f->topic = c->topic;
}

/* Whose figure of what: measure, label, scope, topic. */
static void set_subject(struct clause *c, const struct words *w, size_t from, struct fact *f)
{
    size_t to = f->quantity->from;
    if (measure_names(c, w, f->quantity)) {
        set_measured(c, w, from, f);
        return;
    }
    bool beside = speaks_of_topic(f) || (lexicon_is_budget(f->version) && c->topic != NO_FACT);
    uint32_t rate = beside ? 1u << WORD_RATE_OF : 0; /* 完成年初预算的P%, 完成预算N万元的P% */
    struct slice core =
        words_core(c->reader, c->s, from, to, label_mask | rate | 1u << WORD_INCREASE | 1u << WORD_DECREASE);
    bool bare = c->topic != NO_FACT && is_bare(c, w, f->quantity, core);
    core.len = bare ? 0 : core.len;
    bool nameless = core.len == 0 || f->topic != NO_FACT;
    f->label = nameless ? core : short_label(core);
    if (nameless && !words_has(w, WORD_FOREIGN) &&
        (bare || speaks_of_topic(f) || w->version || words_has(w, WORD_PRIOR) || f->topic != NO_FACT)) {
        f->label = (struct slice){NULL, 0};
        inherit(c, f);
        if (c->topic == NO_FACT && f->topic == NO_FACT && !c->cell)
            set_from_heading(c, f);
    }
    if (f->label.len == 0)
        f->label =
            c->cell && c->cell->label.len ? c->cell->label : words_after(c->reader, c->s, f->quantity->to);
    if (!f->measure && c->cell && core.len == 0)
        f->measure = c->cell->measure;
}

static void apply_cell(const struct clause *c, struct fact *f)
{
    const struct cell_context *cell = c->cell;
    if (!cell)
        return;
    if (!f->version)
        f->version = cell->version;
    if (cell->year && !f->year_stated && !c->year) {
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

static void hold_on(struct clause *c, const struct fact *f)
{
    const struct fact *topic = fact_at(c, c->topic);
    /* `其他收入268万元。与上年相比，收入合计减少2874万元，下降7.81%`: what a change names is spoken of from there on */
    if (f->version == VERSION_CHANGE && f->topic == NO_FACT && f->measure && topic &&
        topic->measure != f->measure)
        c->topic = NO_FACT;
    if (speaks_of_topic(f) || c->base)
        return;
    if (f->topic == NO_FACT)
        c->topic = (uint32_t)(f - c->reader->report->facts.items);
    if (c->first == NO_FACT)
        c->first = c->topic;
    if (c->bracket)
        return;
    /* 收入480万元，上年460万元，…: of that figure alone */
    bool aside = f->prior && (f->topic != NO_FACT || (!f->measure && f->label.len == 0));
    if (f->year_stated && !aside) {
        c->year = f->year;
        c->prior = f->prior;
    }
    bool spent = f->version == VERSION_ACTUAL; /* 预算为…，实际支出…，其中：… lists what was spent */
    if ((f->topic == NO_FACT || spent) && holds(f->version))
        c->version = f->version;
}

/* From the words that name it; a figure that only says 的 is quoted with the one before. */
static size_t quote_start(const struct clause *c, const struct fact *f, size_t from)
{
    const struct quantity *q = f->quantity;
    bool inside = f->label.len && f->label.at >= c->s.at + from && f->label.at < c->s.at + q->from;
    return inside ? (size_t)(f->label.at - c->s.at) : scan_blanks(c->s, from, 8);
}

static void set_quote(const struct clause *c, size_t from, struct fact *f)
{
    const struct fact *last = fact_at(c, c->last);
    f->quote = text_span(&c->sentence->text, quote_start(c, f, from), f->quantity->to);
    if (last && f->topic != NO_FACT &&
        slice_starts(slice_trim(slice_sub(c->s, from, f->quantity->from)), S("的")))
        f->quote.from = last->quote.from;
}

/* `年初预算N（基本支出N，项目支出N），年中追加N`: behind the bracket the text goes on where it was. */
static void keep_topic(struct clause *c, size_t to)
{
    if (c->inside && words_leave_bracket(c->s, c->before, to)) {
        c->topic = c->outer;
        c->inside = false;
    }
    if (c->bracket && !c->inside) {
        c->outer = c->topic;
        c->inside = true;
    }
}

static void read_figure(struct clause *c, struct quantity *q)
{
    size_t from = words_from(c, q->from);
    struct words w = words_in(c->reader, from, q->from);
    struct fact *f = facts_push(c->reader);
    c->bracket = words_in_bracket(c->s, c->before, q->from);
    keep_topic(c, q->from);
    f->quantity = q;
    f->block = c->sentence->block;
    f->cell = c->sentence->cell;
    f->sentence = c->index;
    f->span = q->span;
    f->confidence = 90;
    set_version(c, &w, q->from, f);
    set_subject(c, &w, from, f);
    set_year(c, &w, f);
    apply_cell(c, f);
    facts_unit(c->reader, q, f, c->cell);
    set_quote(c, from, f);
    hold_on(c, f);
    c->last = (uint32_t)(f - c->reader->report->facts.items);
    c->before = q->to;
}

/* How a sentence goes on with the one before. */
enum follow { FOLLOW_NOT, FOLLOW_LIST, FOLLOW_COMPARED, FOLLOW_PRIOR };

#define FOLLOW_BYTES 24 /* the first words of a sentence */

static enum follow follows(const struct fact_reader *reader, const struct sentence *s, uint32_t index)
{
    if (reader->held.sentence == UINT32_MAX || reader->held.sentence + 1 != index)
        return FOLLOW_NOT;
    const struct sentence *before = &reader->report->sentences.items[index - 1];
    if (before->block != s->block || before->cell != s->cell)
        return FOLLOW_NOT;
    struct slice end = slice_trim(before->text.s);
    struct words start = words_in(reader, 0, s->text.s.len < FOLLOW_BYTES ? s->text.s.len : FOLLOW_BYTES);
    bool of_which = words_has(&start, WORD_OF_WHICH) && start.word_from[WORD_OF_WHICH] < FOLLOW_BYTES / 4;
    bool prior = words_has(&start, WORD_PRIOR) && start.word_from[WORD_PRIOR] == 0 && !start.measure;
    if (prior && (slice_ends(end, S("；")) || slice_ends(end, S(";"))))
        return FOLLOW_PRIOR;
    if (slice_ends(end, S("；")) || slice_ends(end, S(";")) || of_which)
        return FOLLOW_LIST;
    bool compared = words_has(&start, WORD_COMPARED) && words_has(&start, WORD_PRIOR) && !start.measure;
    return compared ? FOLLOW_COMPARED : FOLLOW_NOT;
}

/* A list after ； or 其中 keeps version and year; `比上年…` and `；上年为…` speak of what the sentence before began with. */
static void go_on(struct clause *c, enum follow follow)
{
    const struct fact_reader *reader = c->reader;
    if (follow == FOLLOW_COMPARED || follow == FOLLOW_PRIOR)
        c->topic = reader->held.topic;
    if (follow == FOLLOW_LIST || follow == FOLLOW_PRIOR) {
        c->version = reader->held.version;
        c->year = reader->held.year;
        c->prior = reader->held.prior;
    }
}

#define SUBJECT_BYTES 180 /* a heading or `1、行政运行（项）。`, not a paragraph */

/* A short sentence without figures names what the next ones are about. */
static void note_subject(struct fact_reader *reader, const struct sentence *s)
{
    reader->held.subject_past = s->text.s.len > SUBJECT_BYTES;
    if (!reader->held.subject_past)
        reader->held.subject = s;
}

static void hand_on(struct fact_reader *reader, const struct clause *c)
{
    reader->held.sentence = c->index;
    reader->held.version = c->version;
    reader->held.year = c->year;
    reader->held.prior = c->prior;
    reader->held.topic = c->first;
}

static bool has_figure(const struct report *report, const struct sentence *s)
{
    for (uint32_t i = 0; i < s->quantities; i++)
        if (report->quantities.items[s->first_quantity + i].kind <= QUANTITY_FRACTION)
            return true;
    return false;
}

void facts_of_sentence(struct fact_reader *reader, uint32_t sentence, const struct cell_context *cell)
{
    struct report *report = reader->report;
    const struct sentence *s = &report->sentences.items[sentence];
    if (!has_figure(report, s)) {
        note_subject(reader, s);
        return;
    }
    struct clause c = {reader,          cell, s, sentence, s->text.s, .topic = NO_FACT, .last = NO_FACT,
                       .first = NO_FACT};
    c.version = cell ? cell->version : VERSION_UNKNOWN;
    if (!c.version)
        c.version = facts_heading_version(reader, s);
    c.year = c.heading_year = facts_heading_year(report->document, s);
    c.prior = c.year && c.year == report->year - 1;
    reader->hits = scans_of(&report->scans, s->text.s);
    go_on(&c, follows(reader, s, sentence));
    for (uint32_t i = 0; i < s->quantities; i++) {
        struct quantity *q = &report->quantities.items[s->first_quantity + i];
        if (q->kind == QUANTITY_VALUE)
            read_figure(&c, q);
        else if (q->kind == QUANTITY_ORDINAL || q->kind <= QUANTITY_FRACTION)
            c.before = q->to;
    }
    hand_on(reader, &c);
}
