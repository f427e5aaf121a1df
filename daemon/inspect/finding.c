#include "finding.h"

#include "../base/mem.h"
#include "../base/utf8.h"
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

/* The characters that a reader compares: no blanks, one width. */
static void hash_words(struct hash *hash, struct slice text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c == UTF8_BAD || utf8_is_space(c))
            continue;
        char bytes[4];
        size_t n = utf8_put(c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST ? c - FULL_WIDTH_SHIFT : c, bytes);
        hash_add(hash, (struct slice){bytes, n});
    }
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
    while (at < text.len && characters-- > 0)
        utf8_next(text, &at);
    return slice_sub(text, 0, at);
}

/* JSON has a NUL, answers have none. */
static bool is_plain(struct slice text)
{
    return utf8_valid_prefix(text) == text.len && (!text.len || !memchr(text.at, '\0', text.len));
}

json_t *finding_text(struct slice text, size_t characters)
{
    text = head(text, characters);
    if (is_plain(text))
        return json_stringn(text.len ? text.at : "", text.len);
    size_t size = utf8_escape(text, NULL, 0) + 1;
    char *escaped = mem_alloc(size);
    if (!escaped)
        return NULL;
    utf8_escape(text, escaped, size);
    struct slice shown =
        head(slice_of(escaped), characters); /* an escape is longer than what it stands for */
    json_t *string = json_stringn(shown.at, shown.len);
    mem_free(escaped);
    return string;
}

static void set(json_t *object, const char *key, struct slice text, size_t characters)
{
    if (text.len)
        json_object_set_new(object, key, finding_text(text, characters));
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
static json_t *quote_json(const struct finding *f, struct span span, size_t characters)
{
    struct slice quote = document_quote(f->report->document, span);
    if (f->masking.n)
        quote = masking_quote(f->report->arena, &f->masking, head(quote, 2 * characters));
    return finding_text(quote, characters);
}

static json_t *evidence_json(const struct finding *f, const struct bind_evidence *e, size_t characters)
{
    const struct document *document = f->report->document;
    struct span span = whole_characters(document->reading, own_line(document->reading, e));
    struct position position = document_position(document, span.from);
    json_t *object = json_object();
    json_object_set_new(object, "role", finding_text(slice_of(e->role), ANSWER_ID_MAX));
    json_object_set_new(object, "line", json_integer(position.line));
    json_object_set_new(object, "column", json_integer(position.column));
    json_object_set_new(
        object, "where",
        finding_text(document_where(document, f->report->arena, span.from, f->english), ANSWER_LABEL_MAX));
    json_object_set_new(object, "quote", quote_json(f, span, characters));
    if (e->fact)
        set(object, "value", decimal_text(f->report->arena, e->fact->quantity->value), ANSWER_NUMBER_MAX);
    return object;
}

static json_t *hypothesis_json(const struct finding *f)
{
    json_t *object = json_object();
    set(object, "kind", f->hypothesis.kind, ANSWER_ID_MAX);
    set(object, "text", f->hypothesis.text, ANSWER_MESSAGE_MAX);
    set(object, "value", f->hypothesis.value, ANSWER_NUMBER_MAX);
    set(object, "unit", f->hypothesis.unit, ANSWER_LABEL_MAX);
    return object;
}

static json_t *build(const struct finding *f, const char *fingerprint, size_t characters)
{
    json_t *object = json_object(), *evidence = json_array();
    json_object_set_new(object, "type", json_string("finding"));
    json_object_set_new(object, "rule", json_string(f->rule));
    json_object_set_new(object, "name", finding_text(slice_of(f->name), ANSWER_LABEL_MAX));
    json_object_set_new(object, "version", json_string(f->version));
    json_object_set_new(object, "level", json_string(f->level));
    json_object_set_new(object, "message", finding_text(f->message, ANSWER_MESSAGE_MAX));
    json_object_set_new(object, "fingerprint", json_string(fingerprint));
    set(object, "verdict", f->verdict, ANSWER_ID_MAX);
    set(object, "stated", f->stated, ANSWER_NUMBER_MAX);
    set(object, "computed", f->computed, ANSWER_NUMBER_MAX);
    set(object, "difference", f->difference, ANSWER_NUMBER_MAX);
    set(object, "unit", f->unit, ANSWER_LABEL_MAX);
    set(object, "formula", f->formula, FORMULA_MAX);
    json_object_set_new(object, "confidence", json_integer(f->confidence));
    set(object, "explanation", f->explanation, ANSWER_QUOTE_MAX);
    set(object, "reasoning", f->reasoning, ANSWER_MESSAGE_MAX);
    if (f->hypothesis.kind.len)
        json_object_set_new(object, "hypothesis", hypothesis_json(f));
    json_object_set_new(object, "evidence", evidence);
    for (uint32_t i = 0; i < f->evidence.n; i++)
        json_array_append_new(evidence, evidence_json(f, &f->evidence.items[i], characters));
    return object;
}

struct slice finding_json(const struct finding *f, const char *fingerprint)
{
    for (size_t characters = ANSWER_QUOTE_MAX; characters > 0; characters /= 2) {
        json_t *object = build(f, fingerprint, characters);
        struct json_line line = {0};
        json_line_value(&line, object);
        json_decref(object);
        if (!line.failed && line.length <= (size_t)MESSAGE_SIZE_MAX)
            return (struct slice){line.at, line.length};
        mem_free(line.at);
    }
    return (struct slice){0};
}
