/* Format plugins: which load, which is chosen, and what comes of one that pushes nonsense. The plugins are
 * built here from plugins/deeds.c with the system's compiler, as a third party would. */
#include "../../daemon/base/must.h"
#include "../../daemon/inspect/plugin_host.h"

#include "test.h"

#include <errno.h>
#include <unistd.h>

struct bench {
    char folder[40];
    struct plugin_host *host;
    struct arena *arena;
    jmp_buf over;
    const char *limit;
};

static void build(const char *folder, const char *file, const char *options)
{
    char command[400];
    snprintf(command, sizeof command, "cc -std=gnu11 -shared -fPIC %s -o %s/%s.so tests/unit/plugins/deeds.c",
             options, folder, file);
    if (system(command) != 0) /* NOLINT(cert-env33-c): a fixed command of the test's own */
        fail_msg("%s", command);
}

static void on_full(void *context)
{
    struct bench *b = context;
    b->limit = "memory";
    longjmp(b->over, 1);
}

static void on_limit(void *context, enum limit limit)
{
    struct bench *b = context;
    b->limit = limit_name(limit);
    longjmp(b->over, 1);
}

static void open_bench(struct bench *b)
{
    strcpy(b->folder, "/tmp/tallyd-plugins-XXXXXX");
    assert_non_null(mkdtemp(b->folder));
    b->arena = arena_new(8u << 20, on_full, b);
    b->host = NULL;
    b->limit = NULL;
}

static void load(struct bench *b)
{
    const char *const folders[] = {b->folder, NULL};
    char error[300] = "";
    if (plugin_host_new(folders, &b->host, error, sizeof error) != 0)
        fail_msg("%s", error);
}

static void close_bench(struct bench *b)
{
    char command[80];
    snprintf(command, sizeof command, "rm -r %s", b->folder);
    plugin_host_free(b->host);
    arena_free(b->arena);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
}

static struct plugin_result extract(struct bench *b, const char *bytes, const char *name)
{
    struct plugin_result result;
    struct plugin_job job = {b->arena, slice_of(bytes), slice_of(name), on_limit, b};
    if (setjmp(b->over))
        return (struct plugin_result){.outcome = OUTCOME_LIMIT};
    plugin_host_extract(b->host, &job, &result);
    return result;
}

static void test_what_plugins_push(void **state)
{
    static const struct {
        const char *bytes;
        enum outcome outcome;
        const char *reason; /* contained */
    } cases[] = {
        {"deed:good", OUTCOME_INSPECTED, "一条说明"},
        {"deed:open_table", OUTCOME_INSPECTED, ""},
        {"deed:scanned", OUTCOME_SCANNED, "一条说明"},
        {"deed:nonsense", OUTCOME_CORRUPT, ""},
        {"deed:unknown", OUTCOME_CORRUPT, ""},
        {"deed:bad_text", OUTCOME_CORRUPT, "deeds gave text that is not valid UTF-8"},
        {"deed:cut_text", OUTCOME_CORRUPT, "not valid UTF-8"},
        {"deed:cut_front", OUTCOME_CORRUPT, "not valid UTF-8"},
        {"deed:no_text", OUTCOME_CORRUPT, "text without an address"},
        {"deed:late_source", OUTCOME_CORRUPT, "the source after another push"},
        {"deed:deep_heading", OUTCOME_CORRUPT, "a heading of a level above 6"},
        {"deed:stray_row", OUTCOME_CORRUPT, "a row outside a table"},
        {"deed:stray_cell", OUTCOME_CORRUPT, "a cell outside a row"},
        {"deed:stray_end", OUTCOME_CORRUPT, "the end of a table that was not begun"},
        {"deed:nested", OUTCOME_CORRUPT, "a block inside a table"},
        {"deed:flat_cell", OUTCOME_CORRUPT, "a cell of no extent"},
        {"deed:bad_sheet", OUTCOME_CORRUPT, "not valid UTF-8"},
        {"deed:bad_encoding", OUTCOME_CORRUPT, "an encoding without a name"},
        {"deed:bad_note", OUTCOME_CORRUPT, "a note without text"},
        {"deed:bad_kind", OUTCOME_CORRUPT, "a kind that is no suffix"},
        {"deed:bad_limit", OUTCOME_CORRUPT, "a limit without a name"},
        {"deed:confident", OUTCOME_CORRUPT, "a confidence above 100"},
        {"deed:stray_confidence", OUTCOME_CORRUPT, "a confidence outside a table"},
        {"deed:own_limit", OUTCOME_LIMIT, "deeds_done"},
        {"deed:limit", OUTCOME_LIMIT, "一条说明"},
        {"deed:wide_cell", OUTCOME_LIMIT, ""},
        {"deed:wrapped", OUTCOME_INSPECTED, "一条说明"},
        {"deed:wrapped_twice", OUTCOME_LIMIT, "inside"},
        {"deed:wrapped_unknown", OUTCOME_UNSUPPORTED, ""},
        {"deed:wrapped_late", OUTCOME_CORRUPT, "what it wraps after a push"},
        {"deed:wrapped_nothing", OUTCOME_CORRUPT, "nothing for what it wraps"},
        {"deed:scratch", OUTCOME_INSPECTED, ""},
        {"deed:scratch_left", OUTCOME_INSPECTED, ""},
        {"deed:scratch_limit", OUTCOME_LIMIT, "deeds_done"},
        {"deed:scratch_wrapped", OUTCOME_INSPECTED, ""},
        {"deed:scratch_left", OUTCOME_INSPECTED, ""},
        {"deed:scratch_endless", OUTCOME_LIMIT, ""},
        {"deed:endless", OUTCOME_LIMIT, ""},
        {"none of it", OUTCOME_UNSUPPORTED, ""},
        {"", OUTCOME_EMPTY, ""},
    };
    struct bench b;
    (void)state;
    open_bench(&b);
    build(b.folder, "deeds", "");
    load(&b);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct plugin_result result = extract(&b, cases[i].bytes, "x.deed");
        if (result.outcome != cases[i].outcome || slice_find(result.reason, slice_of(cases[i].reason), 0) < 0)
            fail_msg("%s: %s \"" SLICE_FMT "\"", cases[i].bytes, outcome_text(result.outcome),
                     SLICE_ARG(result.reason));
        assert_true((result.document != NULL) == (result.outcome == OUTCOME_INSPECTED));
    }
    close_bench(&b);
}

static void test_document(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b);
    build(b.folder, "deeds", "");
    load(&b);
    const struct document *document = extract(&b, "deed:partial", "名称.deed").document;
    must(document);
    assert_true(document->partial);
    assert_string_equal(document->format, "deeds");
    assert_string_equal(document->encoding, "utf-8");
    assert_slice(document->name, S("名称.deed"));
    assert_int_equal(document->n_tables, 1);
    close_bench(&b);
}

static void test_choice(void **state)
{
    struct bench b;
    (void)state;
    open_bench(&b);
    build(b.folder, "a", "-DNAME='\"sure\"' -DPROBE=60 -DSUFFIX='\".one\"'");
    build(b.folder, "b", "-DNAME='\"tied\"' -DPROBE=60 -DSUFFIX='\".two\"'");
    build(b.folder, "c", "-DNAME='\"maybe\"' -DPROBE=30 -DSUFFIX='\".three\"'");
    load(&b);
    assert_int_equal(plugin_host_count(b.host), 3);
    assert_string_equal(extract(&b, "deed:good", "x.one").format, "sure");
    assert_string_equal(extract(&b, "deed:good", "x.TWO").format, "tied"); /* equal: the suffix decides */
    assert_string_equal(extract(&b, "deed:good", "x").format, "sure");     /* then the order of names */
    assert_string_equal(extract(&b, "deed:good", "x.three").format,
                        "sure"); /* content goes before the suffix */
    close_bench(&b);
}

/* A name of another format is told; one of no format, or that fits, is not. */
static void test_names(void **state)
{
    static const struct {
        const char *bytes, *name, *note;
        bool english;
    } cases[] = {
        {"deed:good", "x.deed", "一条说明", false},
        {"deed:good", "x", "一条说明", false},
        {"deed:good", "x.bak", "一条说明", false},
        {"deed:good", "x.XLS", "一条说明；文件后缀是.xls，内容却是.deed（行为）", false},
        {"deed:good", "x.xls", "一条说明; the file is named .xls but its content is .deed (Deeds)", true},
        {"deed:good", "x.other", "一条说明；文件后缀是.other，内容却是.deed（行为）", false},
        {"deed:kind", "x.deed", "文件后缀是.deed，内容却是.kind（行为）", false},
        {"deed:kind", "x.KIND", "", false},
    };
    struct bench b;
    (void)state;
    open_bench(&b);
    build(b.folder, "deeds", "");
    build(b.folder, "other", "-DNAME='\"other\"' -DPROBE=1 -DSUFFIX='\".other\"'");
    load(&b);
    for (size_t i = 0; i < COUNT(cases); i++) {
        plugin_host_set_english(b.host, cases[i].english);
        const struct document *document = extract(&b, cases[i].bytes, cases[i].name).document;
        must(document);
        assert_slice(document->note, slice_of(cases[i].note));
    }
    close_bench(&b);
}

/* A file that waits for a plugin is told the package. */
static void test_missing_plugins(void **state)
{
    static const struct {
        const char *bytes, *name, *reason;
    } cases[] = {
        {"%PDF-1.7", "x.docx", "未安装格式插件pdf，请安装软件包tallyd-plugin-pdf"},
        {"PK\3\4", "x.xls", "未安装格式插件ooxml，请安装软件包tallyd-plugin-ooxml"},
        {"PK\3\4", "x.OFD", "未安装格式插件ofd，请安装软件包tallyd-plugin-ofd"},
        {"PK\3\4", "x.zip", ""},
        {"\xD0\xCF\x11\xE0", "x.docx", "未安装格式插件ole，请安装软件包tallyd-plugin-ole"},
        {"<html>", "x.htm", "未安装格式插件html，请安装软件包tallyd-plugin-html"},
        {"\xEF\xBB\xBF <!DOCTYPE HTML>", "x.doc", "未安装格式插件html，请安装软件包tallyd-plugin-html"},
        {"MIME-Version: 1.0", "x.xls", "未安装格式插件html，请安装软件包tallyd-plugin-html"},
        {"none", "x.bin", ""},
    };
    struct bench b;
    (void)state;
    open_bench(&b);
    build(b.folder, "deeds", "");
    load(&b);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct plugin_result result = extract(&b, cases[i].bytes, cases[i].name);
        assert_int_equal(result.outcome, OUTCOME_UNSUPPORTED);
        assert_slice(result.reason, slice_of(cases[i].reason));
    }
    build(b.folder, "ooxml", "-DNAME='\"ooxml\"'"); /* there, and does not want it */
    plugin_host_free(b.host);
    load(&b);
    assert_slice(extract(&b, "PK\3\4", "x.docx").reason, S(""));
    close_bench(&b);
}

static void test_what_is_left_out(void **state)
{
    struct bench b;
    char path[80];
    (void)state;
    open_bench(&b);
    build(b.folder, "fine", "");
    build(b.folder, "same", "-DPROBE=30"); /* of the same name: one of them stays */
    build(b.folder, "old", "-DNAME='\"old\"' -DABI=0");
    build(b.folder, "sick", "-DNAME='\"sick\"' -DINIT=-5");
    build(b.folder, "nameless", "-DNAME='\"\"'");
    snprintf(path, sizeof path, "%s/text.so", b.folder);
    FILE *file = fopen(path, "w");
    assert_true(fputs("no library", file) >= 0);
    assert_int_equal(fclose(file), 0);
    load(&b);
    assert_int_equal(plugin_host_count(b.host), 1);
    assert_string_equal(plugin_host_format(b.host, 0)->name, "deeds");
    close_bench(&b);
}

/* A plugin that is short of memory when it is loaded is none that is missing. */
static void test_want_of_memory_is_no_missing_plugin(void **state)
{
    struct bench b;
    char error[300] = "";
    (void)state;
    open_bench(&b);
    build(b.folder, "fine", "");
    build(b.folder, "short", "-DNAME='\"short\"' -DINIT=-12");
    const char *const folders[] = {b.folder, NULL};
    assert_int_equal(plugin_host_new(folders, &b.host, error, sizeof error), -ENOMEM);
    assert_non_null(strstr(error, "/short.so: Cannot allocate memory"));
    close_bench(&b);
}

static void test_missing_folder(void **state)
{
    const char *const folders[] = {"/nonexistent/plugins", NULL};
    struct plugin_host *host = NULL;
    char error[300] = "";
    (void)state;
    assert_int_not_equal(plugin_host_new(folders, &host, error, sizeof error), 0);
    assert_non_null(strstr(error, "/nonexistent/plugins: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_plugins_push),
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_missing_plugins),
        cmocka_unit_test(test_what_is_left_out),
        cmocka_unit_test(test_want_of_memory_is_no_missing_plugin),
        cmocka_unit_test(test_missing_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
