#include "finding.h"

#include "../base/mem.h"
#include "../base/utf8.h"
#include "../report/chars.h"
#include "../wire/answer.h"
#include "../wire/json_line.h"
#include "../wire/message.h"

#include <stdio.h>

/* Characters of a formula: a sum of three hundred parts is not read by anybody. */
#define FORMULA_MAX 1000

/* Full-width forms of ASCII stand this far above it. */
#define FULL_WIDTH_FIRST 0xFF01u
#define FULL_WIDTH_LAST  0xFF5Eu
#define FULL_WIDTH_SHIFT 0xFEE0u

/* The characters that a reader compares: no blanks, one width. Runs of them go in whole. */
static void hash_words(struct hash *hash, struct slice text)
{
    size_t run = 0;
    for (size_t at = 0, from; (from = chars_skip_han(text, at)) < text.len;) {
        at = from;
        uint32_t c = utf8_next(text, &at);
        bool wide = c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST;
        if (!wide && c != UTF8_BAD && !utf8_is_space(c))
            continue;
        hash_add(hash, slice_sub(text, run, from));
        run = at;
        if (wide) {
            char narrow = (char)(c - FULL_WIDTH_SHIFT);
            hash_add(hash, (struct slice){&narrow, 1});
        }
    }
    hash_add(hash, slice_sub(text, run, text.len));
    hash_field(hash, S(""));
}

static void hash_number(struct hash *hash, long n)
{
    char text[24];
    int length = snprintf(text, sizeof text, "%ld", n);
    hash_field(hash, (struct slice){text, (size_t)length});
}

static struct slice measure_of(const struct fact *fact)
{
    if (!fact)
        return (struct slice){0};
    return fact->measure ? fact->measure->name : fact->label;
}

void finding_fingerprint(const struct finding *f, unsigned again, char ret[FINDING_FINGERPRINT_SIZE])
{
    struct hash hash;
    char hex[HASH_HEX_SIZE];
    hash_init(&hash);
    hash_field(&hash, slice_of(f->rule));
    hash_field(&hash, f->report->holder);
    hash_number(&hash, f->report->year);
    for (uint32_t i = 0; i < f->evidence.n; i++) {
        hash_field(&hash, measure_of(f->evidence.items[i].fact));
        hash_words(&hash, document_quote(f->report->document, f->evidence.items[i].quote));
    }
    hash_field(&hash, f->key);
    if (again)
        hash_number(&hash, again);
    hash_hex(&hash, hex);
    memcpy(ret, hex, FINDING_FINGERPRINT_SIZE - 1);
    ret[FINDING_FINGERPRINT_SIZE - 1] = '\0';
}

/* The longest prefix of at most `characters`. */
static struct slice head(struct slice text, size_t characters)
{
    size_t at = 0;
    if (text.len <= characters)
        return text;
    while (at < text.len && characters-- > 0)
        utf8_next(text, &at);
    return slice_sub(text, 0, at);
}

/* JSON has a NUL, answers have none. */
static bool is_plain(struct slice text)
{
    return utf8_valid_prefix(text) == text.len && (!text.len || !memchr(text.at, '\0', text.len));
}

/* At most `characters` of the text, escaped where it is not plain: then `ret_own` is for mem_free, else NULL. False
 * without memory. */
static bool shown(struct slice text, size_t characters, struct slice *ret, char **ret_own)
{
    *ret_own = NULL;
    *ret = head(text, characters);
    if (is_plain(*ret))
        return true;
    size_t size = utf8_escape(*ret, NULL, 0) + 1;
    *ret_own = mem_alloc(size);
    if (!*ret_own)
        return false;
    utf8_escape(*ret, *ret_own, size);
    *ret = head(slice_of(*ret_own), characters); /* an escape is longer than what it stands for */
    return true;
}

json_t *finding_text(struct slice text, size_t characters)
{
    char *own;
    if (!shown(text, characters, &text, &own))
        return NULL;
    json_t *string = json_stringn(text.len ? text.at : "", text.len);
    mem_free(own);
    return string;
}

/* `before` is what stands before the string: a comma, its name, a colon. */
static void put(struct json_line *line, struct slice before, struct slice text, size_t characters)
{
    char *own;
    json_line_raw(line, before);
    if (shown(text, characters, &text, &own))
        json_line_string(line, text);
    else
        line->failed = true;
    mem_free(own);
}

static void put_any(struct json_line *line, struct slice before, struct slice text, size_t characters)
{
    if (text.len)
        put(line, before, text, characters);
}

static void put_number(struct json_line *line, struct slice before, json_int_t n)
{
    json_line_raw(line, before);
    json_line_integer(line, n);
}

/* A pattern may have matched a part of a character: the place is widened to whole ones. */
static struct span whole_characters(struct slice reading, struct span span)
{
    while (span.from > 0 && span.from < reading.len && ((unsigned char)reading.at[span.from] & 0xC0) == 0x80)
        span.from--;
    while (span.to < reading.len && ((unsigned char)reading.at[span.to] & 0xC0) == 0x80)
        span.to++;
    return span;
}

/* A figure's words may begin lines above it (a wrapped cell): the place and quote are of the figure's own line. */
static struct span own_line(struct slice reading, const struct bind_evidence *e)
{
    struct span span = e->quote;
    if (!e->fact || e->fact->span.from < span.from || e->fact->span.from >= span.to)
        return span;
    for (uint32_t i = e->fact->span.from; i > span.from; i--)
        if (reading.at[i - 1] == '\n') {
            span.from = i;
            break;
        }
    return span;
}

/* Cut only roughly before it is masked, so that no half of a number stays. */
static void put_quote(struct json_line *line, const struct finding *f, struct span span, size_t characters)
{
    struct slice quote = document_quote(f->report->document, span);
    if (f->masking.n)
        quote = masking_quote(f->report->arena, &f->masking, head(quote, 2 * characters));
    put(line, S(",\"quote\":"), quote, characters);
}

static void put_evidence(struct json_line *line, const struct finding *f, const struct bind_evidence *e,
                         size_t characters)
{
    const struct document *document = f->report->document;
    struct span span = whole_characters(document->reading, own_line(document->reading, e));
    struct position position = document_position(document, span.from);
    put(line, S("{\"role\":"), slice_of(e->role), ANSWER_ID_MAX);
    put_number(line, S(",\"line\":"), position.line);
    put_number(line, S(",\"column\":"), position.column);
    put(line, S(",\"where\":"), document_where(document, f->report->arena, span.from, f->english),
        ANSWER_LABEL_MAX);
    put_quote(line, f, span, characters);
    if (e->fact)
        put_any(line, S(",\"value\":"), decimal_text(f->report->arena, e->fact->quantity->value),
                ANSWER_NUMBER_MAX);
    json_line_raw(line, S("}"));
}

static void put_hypothesis(struct json_line *line, const struct finding *f)
{
    if (!f->hypothesis.kind.len)
        return;
    put(line, S(",\"hypothesis\":{\"kind\":"), f->hypothesis.kind, ANSWER_ID_MAX);
    put_any(line, S(",\"text\":"), f->hypothesis.text, ANSWER_MESSAGE_MAX);
    put_any(line, S(",\"value\":"), f->hypothesis.value, ANSWER_NUMBER_MAX);
    put_any(line, S(",\"unit\":"), f->hypothesis.unit, ANSWER_LABEL_MAX);
    json_line_raw(line, S("}"));
}

static void put_finding(struct json_line *line, const struct finding *f, const char *fingerprint,
                        size_t characters)
{
    put(line, S("{\"type\":\"finding\",\"rule\":"), slice_of(f->rule), ANSWER_ID_MAX);
    put(line, S(",\"name\":"), slice_of(f->name), ANSWER_LABEL_MAX);
    put(line, S(",\"version\":"), slice_of(f->version), ANSWER_ID_MAX);
    put(line, S(",\"level\":"), slice_of(f->level), ANSWER_ID_MAX);
    put(line, S(",\"message\":"), f->message, ANSWER_MESSAGE_MAX);
    put(line, S(",\"fingerprint\":"), slice_of(fingerprint), FINDING_FINGERPRINT_SIZE);
    put_any(line, S(",\"verdict\":"), f->verdict, ANSWER_ID_MAX);
    put_any(line, S(",\"stated\":"), f->stated, ANSWER_NUMBER_MAX);
    put_any(line, S(",\"computed\":"), f->computed, ANSWER_NUMBER_MAX);
    put_any(line, S(",\"difference\":"), f->difference, ANSWER_NUMBER_MAX);
    put_any(line, S(",\"unit\":"), f->unit, ANSWER_LABEL_MAX);
    put_any(line, S(",\"formula\":"), f->formula, FORMULA_MAX);
    put_number(line, S(",\"confidence\":"), f->confidence);
    put_any(line, S(",\"explanation\":"), f->explanation, ANSWER_QUOTE_MAX);
    put_any(line, S(",\"reasoning\":"), f->reasoning, ANSWER_MESSAGE_MAX);
    put_hypothesis(line, f);
    json_line_raw(line, S(",\"evidence\":["));
    for (uint32_t i = 0; i < f->evidence.n; i++) {
        json_line_raw(line, i ? S(",") : S(""));
        put_evidence(line, f, &f->evidence.items[i], characters);
    }
    json_line_raw(line, S("]}"));
}

struct slice finding_json(const struct finding *f, const char *fingerprint)
{
    for (size_t characters = ANSWER_QUOTE_MAX; characters > 0; characters /= 2) {
        struct json_line line = {0};
        put_finding(&line, f, fingerprint, characters);
        if (!line.failed && line.length <= (size_t)MESSAGE_SIZE_MAX)
            return (struct slice){line.at, line.length};
        mem_free(line.at);
    }
    return (struct slice){0};
}
