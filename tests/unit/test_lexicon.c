/* The lexicon: the project's own words load and are found; files with slips are refused with file, line and
 * cause. */
#include "test.h"

#include "../../daemon/base/mem.h"
#include "../../daemon/report/lexicon.h"

#include <sys/stat.h>
#include <unistd.h>

static struct lexicon *shipped(void)
{
    static const char *const FOLDERS[] = {"config/lexicon", NULL};
    struct lexicon *lexicon = NULL;
    char error[256];
    if (lexicon_load(FOLDERS, &lexicon, error, sizeof error) != 0)
        fail_msg("%s", error);
    return lexicon;
}

/* A folder of its own with the given files; removed again by `drop`. */
struct folder {
    char path[64];
    unsigned files;
};

static struct folder folder_with(const char *const *texts, unsigned n)
{
    struct folder folder = {"/tmp/test_lexicon.XXXXXX", n};
    assert_non_null(mkdtemp(folder.path));
    for (unsigned i = 0; i < n; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%u.ini", folder.path, i);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        assert_true(fputs(texts[i], file) >= 0);
        assert_int_equal(fclose(file), 0);
    }
    return folder;
}

static void drop(struct folder *folder)
{
    for (unsigned i = 0; i < folder->files; i++) {
        char path[96];
        snprintf(path, sizeof path, "%s/%u.ini", folder->path, i);
        unlink(path);
    }
    rmdir(folder->path);
}

static void the_shipped_words_load(void **state)
{
    (void)state;
    struct lexicon *lexicon = shipped();
    assert_true(lexicon_measure_count(lexicon) > 400);
    const struct measure *basic = lexicon_measure(lexicon, S("基本支出"));
    assert_non_null(basic);
    assert_int_equal(basic->n_parts, 2);
    assert_ptr_equal(basic->parts[0]->parent, basic);
    for (uint32_t i = 0; i < lexicon_measure_count(lexicon); i++) {
        const struct measure *m = lexicon_measure_at(lexicon, i);
        assert_int_equal(measure_order(m), i + 1);
        assert_true(m->name.len > 0 && m->en.len > 0);
        assert_ptr_equal(lexicon_measure(lexicon, m->name), m);
    }
    lexicon_free(lexicon);
}

static const struct {
    const char *text, *measure, *version;
} FINDS[] = {
    {"2021年“三公” 经费的年初预算为", "三公经费", "initial"},
    {"因公出国(境)费决算数", "因公出国（境）费", "actual"},
    {"一般公共预算财政拨款支出", "一般公共预算财政拨款支出", "unknown"},
    {"商品服务支出", "商品和服务支出", "unknown"},
    {"全年预算数", NULL, "adjusted"},
    {"追加预算", NULL, "supplement"},
    {"年度指标值", NULL, "target"},
    {"基本支出中公务接待费", "公务接待费", "unknown"},
    {"今天天气", NULL, "unknown"},
    {"", NULL, "unknown"},
};

static void finds_measures_and_versions(void **state)
{
    (void)state;
    struct lexicon *lexicon = shipped();
    size_t from, to;
    for (size_t i = 0; i < COUNT(FINDS); i++) {
        struct slice text = slice_of(FINDS[i].text);
        const struct measure *m = lexicon_find_measure(lexicon, text, &from, &to);
        assert_slice(m ? m->name : S(""), slice_of(FINDS[i].measure ? FINDS[i].measure : ""));
        assert_string_equal(version_name(lexicon_find_version(lexicon, text, &from, &to)), FINDS[i].version);
    }
    lexicon_free(lexicon);
}

static void finds_words_where_they_stand(void **state)
{
    (void)state;
    struct lexicon *lexicon = shipped();
    size_t from = 0, to = 0;
    struct slice text = S("支出5万元，其中包括：甲");
    assert_true(lexicon_find_word(lexicon, "of-which", text, &from, &to));
    assert_slice(slice_sub(text, from, to), S("其中包括"));
    assert_false(lexicon_find_word(lexicon, "of-which", S("甲乙丙"), &from, &to));
    assert_false(lexicon_find_word(lexicon, "no-such-class", text, &from, &to));
    assert_int_equal(lexicon_class(lexicon, "no-such-class"), UINT32_MAX);
    lexicon_free(lexicon);
}

/* One pass gives what the separate questions give: of a kind the longest, none inside another. */
static void scans_all_at_once(void **state)
{
    (void)state;
    struct lexicon *lexicon = shipped();
    struct arena *arena = arena_new((size_t)16 << 20, NULL, NULL);
    struct slice text = S("基本支出年初预算数5万元，其中：公务用车购置及运行维护费");
    struct hits hits = {0};
    lexicon_scan(lexicon, arena, text, &hits);
    const char *last_measure = NULL;
    size_t ends[2] = {0};
    for (uint32_t i = 0; i < hits.n; i++) {
        const struct hit *h = &hits.items[i];
        assert_true(h->from < h->to && h->to <= text.len && (i == 0 || hits.items[i - 1].from <= h->from));
        if (h->kind == HIT_WORD)
            continue;
        assert_true(h->from >= ends[h->kind]);
        ends[h->kind] = h->to;
        if (h->kind == HIT_MEASURE)
            last_measure = lexicon_measure_at(lexicon, h->id)->name.at;
        else
            assert_int_equal(h->id, VERSION_INITIAL);
    }
    assert_string_equal(last_measure, "公务用车购置及运行维护费");
    arena_free(arena);
    lexicon_free(lexicon);
}

static const struct {
    const char *text;
    size_t begins; /* where the word that it begins with ends */
    bool whole;
} STARTS[] = {
    {"其中", 6, true},        {"其中：人员", 6, false}, {"其 中", 7, true},
    {"人员，其中", 0, false}, {"其", 0, false},         {"", 0, false},
};

static void a_word_at_the_start_is_told_from_one_further_on(void **state)
{
    (void)state;
    struct lexicon *lexicon = shipped();
    for (size_t i = 0; i < COUNT(STARTS); i++) {
        size_t to = 0;
        struct slice text = slice_of(STARTS[i].text);
        assert_int_equal(lexicon_begins(lexicon, "of-which", text, &to), STARTS[i].begins > 0);
        assert_int_equal(to, STARTS[i].begins);
        assert_int_equal(lexicon_is(lexicon, "of-which", text), STARTS[i].whole);
    }
    assert_false(lexicon_is(lexicon, "no-such-class", S("其中")));
    lexicon_free(lexicon);
}

static const struct {
    const char *text, *error;
} SLIPS[] = {
    {"[甲]\nen = A\nnonsense = 1\n", "0.ini:3: `nonsense` is not one of en synonyms dimension parts total"},
    {"[甲]\ndimension = gold\n", "0.ini:2: dimension `gold`"},
    {"[甲]\ntotal = maybe\n", "0.ini:2: total is `yes` or `no`"},
    {"[甲]\nsynonyms = 丙\n[乙]\nsynonyms = 丙\n", "0.ini:4: the word 丙 has two meanings"},
    {"[version first]\nwords = 甲\n", "0.ini:2: no version is called `first`"},
    {"[words x]\nword = 甲\n", "0.ini:2: `word`"},
    {"[pairs x]\n甲 = 乙, , 丙\n", "0.ini:2: a wrong word is missing"},
    {"[pairs x]\n甲 = 甲\n", "0.ini:2: a wrong word is missing, or the same as the right one"},
    {"[pairs x]\n甲 = 乙\n丙 = 丁, 乙\n", "0.ini:3: a wrong word has two right ones in this file"},
    {"[pairs a]\n甲 = 乙\n[pairs b]\n甲 = 乙\n[pairs c]\n甲 = 乙\n[pairs d]\n甲 = 乙\n[pairs e]\n甲 = 乙\n"
     "[pairs f]\n甲 = 乙\n[pairs g]\n甲 = 乙\n[pairs h]\n甲 = 乙\n[pairs i]\n甲 = 乙\n",
     "0.ini:18: more classes of pairs"},
    {"key = value\n", "0.ini:1: a key before the first [section]"},
    {"[甲]\njunk\n", "0.ini:2: neither"},
    {"[甲]\nen = A\nparts = 乙\n", "[甲]: no measure is called 乙"},
    {"[甲]\nparts = 乙\n[乙]\nparts = 甲\n", "is made of it"},
    {"[甲]\nparts = 甲\n", "is made of it"},
};

static void slips_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SLIPS); i++) {
        struct folder folder = folder_with(&SLIPS[i].text, 1);
        const char *const folders[] = {folder.path, NULL};
        struct lexicon *lexicon = NULL;
        char error[512];
        assert_true(lexicon_load(folders, &lexicon, error, sizeof error) < 0);
        if (!strstr(error, SLIPS[i].error))
            fail_msg("got \"%s\", not \"%s\"", error, SLIPS[i].error);
        assert_null(lexicon);
        drop(&folder);
    }
}

static void long_lines_are_refused(void **state)
{
    (void)state;
    char text[400] = "[甲]\nen = ";
    memset(text + strlen(text), 'x', 250);
    const char *const texts[] = {text};
    struct folder folder = folder_with(texts, 1);
    const char *const folders[] = {folder.path, NULL};
    struct lexicon *lexicon = NULL;
    char error[512];
    assert_true(lexicon_load(folders, &lexicon, error, sizeof error) < 0);
    assert_non_null(strstr(error, ":2: the line is longer than 198 bytes"));
    drop(&folder);
}

static void a_missing_folder_is_told(void **state)
{
    (void)state;
    static const char *const FOLDERS[] = {"/no/such/folder", NULL};
    struct lexicon *lexicon = NULL;
    char error[256];
    assert_true(lexicon_load(FOLDERS, &lexicon, error, sizeof error) < 0);
    assert_non_null(strstr(error, "/no/such/folder"));
}

/* A bureau's file adds a measure, gives a synonym to another measure and fills a class of its own. */
static void later_files_add_and_replace(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"[甲]\nen = A\nsynonyms = 丙\n",
                                        "[乙]\nen = B\nsynonyms = 丙\n[甲]\nsynonyms = 丁\n"
                                        "[words own]\nwords = 戊，己\n"};
    struct folder folder = folder_with(TEXTS, COUNT(TEXTS));
    const char *const folders[] = {folder.path, NULL};
    struct lexicon *lexicon = NULL;
    char error[256] = "";
    size_t from, to;
    assert_int_equal(lexicon_load(folders, &lexicon, error, sizeof error), 0);
    assert_slice(lexicon_measure(lexicon, S("丙"))->name, S("乙"));
    assert_slice(lexicon_measure(lexicon, S("丁"))->name, S("甲"));
    assert_true(lexicon_find_word(lexicon, "own", S("有己"), &from, &to));
    lexicon_free(lexicon);
    drop(&folder);
}

static void the_longest_wrong_word_of_the_last_file_is_found(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"[pairs x]\n安装 = 按装 ! 按装机\n安装机 = 按装机\n",
                                        "[pairs x]\n装置 = 按装\n"};
    struct folder folder = folder_with(TEXTS, 2);
    const char *const folders[] = {folder.path, NULL};
    struct lexicon *lexicon = NULL;
    char error[512];
    struct lexicon_pair_at found;
    assert_int_equal(lexicon_load(folders, &lexicon, error, sizeof error), 0);
    struct slice text = S("已按装，按装机 3台，按 装");
    assert_true(lexicon_find_pair(lexicon, "x", text, 0, &found));
    assert_slice(found.pair->right, S("装置"));
    assert_slice(slice_sub(text, found.from, found.to), S("按装"));
    assert_true(lexicon_find_pair(lexicon, "x", text, found.to, &found));
    assert_slice(found.pair->right, S("安装机"));
    assert_false(lexicon_find_pair(lexicon, "x", text, found.to, &found)); /* a blank stands inside */
    assert_false(lexicon_find_pair(lexicon, "y", text, 0, &found));
    lexicon_free(lexicon);
    drop(&folder);
}

/* What lexicon_find_pairs tells, a line each. */
static void on_pair(void *context, struct slice class, const struct lexicon_pair_at *found)
{
    char *told = context;
    sprintf(told + strlen(told), SLICE_FMT "%zu-%zu" SLICE_FMT "\n", SLICE_ARG(class), found->from, found->to,
            SLICE_ARG(found->pair->right));
}

static void wrong_words_of_all_classes_are_found_at_once(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"[pairs x]\n安装 = 按装\n[pairs y]\n安装机 = 按装机\n机构 = 机够\n"};
    struct folder folder = folder_with(TEXTS, 1);
    const char *const folders[] = {folder.path, NULL};
    struct lexicon *lexicon = NULL;
    char error[512], told[512] = "";
    assert_int_equal(lexicon_load(folders, &lexicon, error, sizeof error), 0);
    lexicon_find_pairs(lexicon, S("已按装机够，按 装"), on_pair, told);
    /* 机够 begins inside 按装机, of the same class */
    assert_string_equal(told, "x3-9安装\ny3-12安装机\n");
    lexicon_free(lexicon);
    drop(&folder);
}

/* Whichever allocation fails, loading says so and leaks nothing. */
static void survives_out_of_memory(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"[甲]\nen = A\nsynonyms = 丙\nparts = 乙\n[乙]\nen = B\n"};
    struct folder folder = folder_with(TEXTS, 1);
    const char *const folders[] = {folder.path, NULL};
    bool loaded = false;
    for (unsigned long n = 1; n < 100 && !loaded; n++) {
        struct lexicon *lexicon = NULL;
        char error[256];
        mem_fail_at(n, 0);
        loaded = lexicon_load(folders, &lexicon, error, sizeof error) == 0;
        mem_fail_at(0, 0);
        lexicon_free(lexicon);
    }
    assert_true(loaded);
    drop(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_words_load),
        cmocka_unit_test(finds_measures_and_versions),
        cmocka_unit_test(finds_words_where_they_stand),
        cmocka_unit_test(scans_all_at_once),
        cmocka_unit_test(slips_are_told),
        cmocka_unit_test(long_lines_are_refused),
        cmocka_unit_test(a_missing_folder_is_told),
        cmocka_unit_test(later_files_add_and_replace),
        cmocka_unit_test(the_longest_wrong_word_of_the_last_file_is_found),
        cmocka_unit_test(wrong_words_of_all_classes_are_found_at_once),
        cmocka_unit_test(a_word_at_the_start_is_told_from_one_further_on),
        cmocka_unit_test(survives_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
