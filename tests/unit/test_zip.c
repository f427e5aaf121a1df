/* Zip containers and the XML in them: what is read, what is damaged, which limits hold. */
#include "../../daemon/inspect/plugin_ops.h"
#include "../../plugins/common/xml.h"
#include "zip_write.h"

struct bench {
    struct zip_write written;
    struct arena *arena;
    struct plugin_job job;
    struct plugin_bridge bridge;
    struct tallyd_builder *b;
};

static void bench_begin(struct bench *bench)
{
    *bench = (struct bench){.arena = arena_new(1ul << 30, NULL, NULL)};
    bench->job = (struct plugin_job){.arena = bench->arena, .name = S("x")};
    plugin_ops_init(&bench->bridge, &bench->job);
    bench->b = &bench->bridge.handle;
}

static void bench_end(struct bench *bench)
{
    arena_free(bench->arena);
    free(bench->written.bytes);
}

/* The name of the limit that doing this crosses, or "". */
#define LIMIT_OF(bench, expression)                                                                          \
    (setjmp((bench)->bridge.refused) ? (bench)->bridge.note.at : ((void)(expression), ""))

static struct zip *opened(struct bench *bench, struct slice bytes)
{
    struct zip *zip = NULL;
    assert_int_equal(zip_open(bench->b, bytes.at, bytes.len, &zip), TALLYD_OK);
    return zip;
}

static void assert_entry(struct zip *zip, const char *name, const char *expected)
{
    const struct zip_entry *entry = zip_find(zip, name);
    const char *bytes = NULL;
    size_t size = 0;
    assert_non_null(entry);
    assert_int_equal(zip_read_all(zip, entry, &bytes, &size), TALLYD_OK);
    assert_int_equal(size, strlen(expected));
    assert_string_equal(bytes, expected);
}

static void test_entries(void **state)
{
    struct bench b;
    (void)state;
    bench_begin(&b);
    zip_add(&b.written, "plain.txt", "支出", 6, false);
    zip_add_text(&b.written, "word\\document.xml", "<a/>");
    zip_add(&b.written, "/empty", "", 0, false);
    struct slice bytes = zip_finish(&b.written);
    assert_true(zip_is_zip(bytes.at, bytes.len));
    assert_true(zip_head_names(bytes.at, bytes.len, "WORD\\doc"));
    assert_false(zip_head_names(bytes.at, bytes.len, "xl/"));
    struct zip *zip = opened(&b, bytes);
    assert_int_equal(zip_count(zip), 3);
    assert_false(zip_damaged(zip));
    assert_entry(zip, "plain.txt", "支出");
    assert_entry(zip, "/Word/Document.xml", "<a/>");
    assert_entry(zip, "empty", "");
    assert_null(zip_find(zip, "plain"));
    assert_null(zip_find(zip, "zzz"));
    bench_end(&b);
}

/* Something before the container, a comment behind it. */
static void test_in_the_middle(void **state)
{
    struct bench b;
    (void)state;
    bench_begin(&b);
    zip_add_text(&b.written, "a", "内容");
    struct slice bytes = zip_finish(&b.written);
    char *whole = calloc(1, bytes.len + 300);
    memcpy(whole + 100, bytes.at, bytes.len);
    struct zip *zip = opened(&b, (struct slice){whole, bytes.len + 300});
    assert_false(zip_damaged(zip));
    assert_entry(zip, "a", "内容");
    free(whole);
    bench_end(&b);
}

static void test_damage(void **state)
{
    struct bench b;
    struct zip *zip;
    const char *bytes;
    size_t size;
    (void)state;
    bench_begin(&b);
    char text[4000];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i * i % 23);
    zip_add(&b.written, "first", "one", 3, false);
    zip_add(&b.written, "long", text, sizeof text, true);
    struct slice whole = zip_finish(&b.written);
    assert_int_equal(zip_open(b.b, "PK\3\4", 4, &zip), TALLYD_CORRUPT);
    assert_int_equal(zip_open(b.b, "PK\5\6", 4, &zip), TALLYD_CORRUPT);
    for (size_t cut = 40; cut < whole.len; cut++) {
        zip = opened(&b, (struct slice){whole.at, cut});
        assert_true(zip_damaged(zip));
        assert_entry(zip, "first", "one");
        const struct zip_entry *entry = zip_find(zip, "long");
        if (entry && zip_read_all(zip, entry, &bytes, &size) == TALLYD_CORRUPT)
            assert_memory_equal(bytes, text, size);
    }
    b.written.bytes[35] = 'X'; /* in the bytes of "first": another checksum */
    zip = opened(&b, whole);
    assert_int_equal(zip_read_all(zip, zip_find(zip, "first"), &bytes, &size), TALLYD_CORRUPT);
    bench_end(&b);
}

static void test_encrypted(void **state)
{
    struct bench b;
    const char *bytes;
    size_t size;
    (void)state;
    bench_begin(&b);
    b.written.flags = 1;
    zip_add_text(&b.written, "a", "内容");
    struct zip *zip = opened(&b, zip_finish(&b.written));
    assert_true(zip_entry(zip, 0)->encrypted && zip_encrypted(zip));
    assert_int_equal(zip_read_all(zip, zip_entry(zip, 0), &bytes, &size), TALLYD_ENCRYPTED);
    bench_end(&b);
}

static bool on_piece(void *context, const char *bytes, size_t size)
{
    (void)bytes;
    *(size_t *)context += size;
    return true;
}

static void test_bombs(void **state)
{
    struct bench b;
    size_t got = 0;
    (void)state;
    bench_begin(&b);
    const size_t size = 90u << 20;
    char *zeros = calloc(1, size);
    zip_add(&b.written, "ratio", zeros, 9u << 20, true);
    for (char name[] = "0"; name[0] <= '2'; name[0]++)
        zip_add(&b.written, name, zeros, size, false);
    struct zip *zip = opened(&b, zip_finish(&b.written));
    assert_string_equal(LIMIT_OF(&b, zip_read(zip, zip_find(zip, "ratio"), on_piece, &got)), "zip_ratio");
    assert_string_equal(LIMIT_OF(&b, zip_read(zip, zip_find(zip, "0"), on_piece, &got)), "");
    assert_string_equal(LIMIT_OF(&b, zip_read(zip, zip_find(zip, "1"), on_piece, &got)), "");
    assert_string_equal(LIMIT_OF(&b, zip_read(zip, zip_find(zip, "2"), on_piece, &got)), "zip_expanded");
    free(zeros);
    bench_end(&b);
}

static void test_too_many_entries(void **state)
{
    struct bench b;
    struct zip *zip;
    (void)state;
    bench_begin(&b);
    size_t size = 31ul * (LIMIT_zip_entries + 1);
    char *heads = calloc(1, size);
    for (size_t at = 0; at < size; at += 31) {
        snprintf(heads + at, 5, "PK\3\4");
        heads[at + 26] = 1;
    }
    assert_string_equal(LIMIT_OF(&b, zip_open(b.b, heads, size - 31, &zip)), "");
    assert_string_equal(LIMIT_OF(&b, zip_open(b.b, heads, size, &zip)), "zip_entries");
    free(heads);
    bench_end(&b);
}

/* What a reader is told, as text: `<p` `a=v` `t` `>`. */
struct trace {
    char text[400];
    size_t size;
};

static const struct xml_space spaces[] = {{"w", "urn:one"}, {"w", "urn:strict"}, {"x", "urn:two"}, {0}};
enum { OTHER, P, T, X_P, BARE, TAGS };
static const char *const tags[TAGS] = {[P] = "w:p", [T] = "w:t", [X_P] = "x:p", [BARE] = "bare"};

static void trace(struct trace *trace, const char *text, size_t length)
{
    assert_true(trace->size + length < sizeof trace->text);
    memcpy(trace->text + trace->size, text, length);
    trace->text[trace->size += length] = '\0';
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *attributes)
{
    const char *name = tag ? tags[tag] : "?", *value = xml_get(attributes, "val");
    trace(context, "<", 1);
    trace(context, name, strlen(name));
    if (value)
        trace(context, "=", 1);
    if (value)
        trace(context, value, strlen(value));
}

static void on_end(void *context, unsigned tag)
{
    (void)tag;
    trace(context, ">", 1);
}

static void on_text(void *context, const char *text, size_t length)
{
    trace(context, "[", 1);
    trace(context, text, length);
    trace(context, "]", 1);
}

static const struct xml_reader tracer = {spaces, tags, TAGS, on_start, on_end, on_text};

static void test_xml(void **state)
{
    static const struct {
        const char *xml, *trace;
        enum tallyd_result result;
    } cases[] = {
        {"<w:p xmlns:w='urn:one' w:val='1'><w:t>a&amp;b</w:t></w:p>", "<w:p=1<w:t[a&b]>>", TALLYD_OK},
        {"<p xmlns='urn:strict'><t/></p>", "<w:p<w:t>>", TALLYD_OK},
        {"<p xmlns='urn:two'><t xmlns='urn:other'/></p>", "<x:p<?>>", TALLYD_OK},
        {"<p><bare val='x'/></p>", "<?<bare=x>>", TALLYD_OK},
        {"<bare>一<!-- c --><?pi?>二<![CDATA[<三>]]>&#22235;</bare>", "<bare[一二<三>四]>", TALLYD_OK},
        {"<bare>一<bare/>二</bare>", "<bare[一]<bare>[二]>", TALLYD_OK},
        {"<bare>未完", "<bare[未完]", TALLYD_CORRUPT},
        {"<bare></other>", "<bare", TALLYD_CORRUPT},
        {"<bare>&unknown;</bare>", "<bare", TALLYD_CORRUPT},
        {"<bare>\xff</bare>", "<bare", TALLYD_CORRUPT},
        {"<!DOCTYPE bare SYSTEM 'file:///etc/passwd'><bare/>", "<bare>", TALLYD_OK},
        {"", "", TALLYD_CORRUPT},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench b;
        struct trace seen = {0}, again = {0};
        bench_begin(&b);
        assert_int_equal(xml_read_text(b.b, cases[i].xml, strlen(cases[i].xml), &tracer, &seen),
                         cases[i].result);
        assert_string_equal(seen.text, cases[i].trace);
        zip_add_text(&b.written, "a.xml", cases[i].xml);
        struct zip *zip = opened(&b, zip_finish(&b.written));
        assert_int_equal(xml_read(zip, zip_entry(zip, 0), &tracer, &again), cases[i].result);
        assert_string_equal(again.text, cases[i].trace);
        bench_end(&b);
    }
}

static void ignore_text(void *context, const char *text, size_t length)
{
    (void)context, (void)text, (void)length;
}

static const struct xml_reader deaf = {spaces, tags, TAGS, NULL, NULL, ignore_text};

/* `count` times `piece`, between `before` and `after`. */
static char *repeated(const char *before, const char *piece, size_t count, const char *after)
{
    size_t length = strlen(piece), first = strlen(before);
    char *text = malloc(first + count * length + strlen(after) + 1);
    memcpy(text, before, first + 1);
    for (size_t i = 0; i < count * length; i++)
        text[first + i] = piece[i % length];
    strcpy(text + first + count * length, after);
    return text;
}

static void assert_limit(char *xml, const char *limit)
{
    struct bench b;
    bench_begin(&b);
    assert_string_equal(LIMIT_OF(&b, xml_read_text(b.b, xml, strlen(xml), &deaf, NULL)), limit);
    free(xml);
    bench_end(&b);
}

static void test_xml_limits(void **state)
{
    (void)state;
    assert_limit(repeated("", "<a>", LIMIT_xml_depth, ""), "");
    assert_limit(repeated("", "<a>", LIMIT_xml_depth + 1, ""), "xml_depth");
    assert_limit(repeated("<a>", "<a/>", LIMIT_xml_nodes - 1, "</a>"), "");
    assert_limit(repeated("<a>", "<a/>", LIMIT_xml_nodes, "</a>"), "xml_nodes");
    assert_limit(repeated("<a>", "x", LIMIT_xml_text, "</a>"), "");
    assert_limit(repeated("<a>", "x", LIMIT_xml_text + 1, "</a>"), "xml_text");
    assert_limit(strdup("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"), "xml_entities");
    assert_limit(strdup("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"), "xml_entities");
    assert_limit(strdup("<!DOCTYPE a [<!ENTITY % e 'x'>]><a/>"), "xml_entities");
}

/* The limits count over all entries of a container. */
static void test_nodes_of_a_container(void **state)
{
    struct bench b;
    (void)state;
    bench_begin(&b);
    char *half = repeated("<a>", "<a/>", LIMIT_xml_nodes / 2, "</a>");
    zip_add(&b.written, "1", half, strlen(half), false);
    zip_add(&b.written, "2", half, strlen(half), false);
    struct zip *zip = opened(&b, zip_finish(&b.written));
    assert_string_equal(LIMIT_OF(&b, xml_read(zip, zip_find(zip, "1"), &deaf, NULL)), "");
    assert_string_equal(LIMIT_OF(&b, xml_read(zip, zip_find(zip, "2"), &deaf, NULL)), "xml_nodes");
    free(half);
    bench_end(&b);
}

static void on_values(void *context, unsigned tag, const struct xml_attributes *a)
{
    (void)context, (void)tag;
    assert_int_equal(xml_number(a, "n", 1, 10, 5), 7);
    assert_int_equal(xml_number(a, "big", 1, 10, 5), 10);
    assert_int_equal(xml_number(a, "small", 1, 10, 5), 1);
    assert_int_equal(xml_number(a, "word", 1, 10, 5), 5);
    assert_int_equal(xml_number(a, "none", 1, 10, 5), 5);
    assert_true(xml_truth(a, "on", false));
    assert_false(xml_truth(a, "off", true));
    assert_true(xml_truth(a, "none", true));
}

static void test_values(void **state)
{
    static const char xml[] = "<a n='7' big='99' small='-3' word='x' on='true' off='0'/>";
    static const struct xml_reader reader = {spaces, tags, TAGS, on_values, NULL, NULL};
    struct bench b;
    (void)state;
    bench_begin(&b);
    assert_int_equal(xml_read_text(b.b, xml, sizeof xml - 1, &reader, NULL), TALLYD_OK);
    bench_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_in_the_middle),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_encrypted),
        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_too_many_entries),
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_xml_limits),
        cmocka_unit_test(test_nodes_of_a_container),
        cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
