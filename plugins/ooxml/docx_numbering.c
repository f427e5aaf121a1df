#include "docx_numbering.h"
#include "docx_spaces.h"

#include "../common/counting.h"
#include "../common/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    OTHER,
    ABSTRACT,
    LIST,
    LEVEL,
    ABSTRACT_OF,
    OVERRIDE,
    START_OVERRIDE,
    START,
    FORMAT,
    TEXT,
    SUFFIX,
    LEGAL,
    RESTART,
    STYLE,
    STYLE_LINK,
    LIST_STYLE_LINK,
    /* of Word 2003 */
    ABSTRACT_2003,
    LIST_2003,
    ABSTRACT_OF_2003,
    FORMAT_2003,
    FALLBACK,
    TAGS
};

static const char *const tags[TAGS] = {
    [ABSTRACT] = "w:abstractNum",
    [LIST] = "w:num",
    [LEVEL] = "w:lvl",
    [ABSTRACT_OF] = "w:abstractNumId",
    [OVERRIDE] = "w:lvlOverride",
    [START_OVERRIDE] = "w:startOverride",
    [START] = "w:start",
    [FORMAT] = "w:numFmt",
    [TEXT] = "w:lvlText",
    [SUFFIX] = "w:suff",
    [LEGAL] = "w:isLgl",
    [RESTART] = "w:lvlRestart",
    [STYLE] = "w:pStyle",
    [STYLE_LINK] = "w:styleLink",
    [LIST_STYLE_LINK] = "w:numStyleLink",
    [ABSTRACT_2003] = "w:listDef",
    [LIST_2003] = "w:list",
    [ABSTRACT_OF_2003] = "w:ilst",
    [FORMAT_2003] = "w:nfc",
    [FALLBACK] = "mc:Fallback",
};

struct level {
    enum counting counting;
    const char *text;  /* `（%2）`; NULL where the file has none */
    const char *style; /* NULL: belongs to none */
    long start;
    long restart; /* after which level, 1-based, it begins anew; 0 never; -1 after any above it */
    bool legal;   /* all numbers in it are decimal */
    bool close;   /* nothing between label and text */
};

/* A definition of a list, and how far it has been counted. */
struct abstract {
    long id;
    struct level levels[DOCX_LEVELS];
    const char *is_style, *of_style; /* w:styleLink and w:numStyleLink */
    unsigned long counts[DOCX_LEVELS];
    bool counted[DOCX_LEVELS]; /* since a level above began anew */
};

struct list {
    long id, abstract_id;
    struct abstract *abstract; /* NULL: there is none */
    long starts[DOCX_LEVELS];  /* -1: as the definition has it */
    struct level *levels[DOCX_LEVELS];
    bool begun[DOCX_LEVELS];
};

struct docx_numbering {
    struct tallyd_builder *b;
    struct abstract **abstracts;
    unsigned n_abstracts;
    struct list **lists;
    unsigned n_lists;
    /* while reading */
    struct abstract *abstract;
    struct list *list;
    struct level *level;
    long of; /* the level of an override */
    unsigned skip;
};

static void *add(struct docx_numbering *n, void ***items, unsigned *count, size_t size)
{
    bool is_full = *count >= 16 ? (*count & (*count - 1)) == 0 : *count == 0;
    if (*count == LIMIT_docx_lists)
        n->b->ops->limit(n->b, "docx_lists");
    if (is_full)
        *items =
            memory_resize(n->b, *items, *count * sizeof **items, (*count ? *count * 2 : 16) * sizeof **items);
    return (*items)[(*count)++] = n->b->ops->alloc(n->b, size);
}

static void start_abstract(struct docx_numbering *n, const struct xml_attributes *a)
{
    n->list = NULL;
    n->level = NULL;
    n->abstract = add(n, (void ***)&n->abstracts, &n->n_abstracts, sizeof *n->abstract);
    n->abstract->id =
        xml_number(a, "abstractNumId", 0, INT32_MAX, xml_number(a, "listDefId", 0, INT32_MAX, -1));
    for (int i = 0; i < DOCX_LEVELS; i++)
        n->abstract->levels[i] = (struct level){.restart = -1};
}

static void start_list(struct docx_numbering *n, const struct xml_attributes *a)
{
    n->abstract = NULL;
    n->level = NULL;
    n->list = add(n, (void ***)&n->lists, &n->n_lists, sizeof *n->list);
    n->list->id = xml_number(a, "numId", 0, INT32_MAX, xml_number(a, "ilfo", 0, INT32_MAX, -1));
    n->list->abstract_id = -1;
    for (int i = 0; i < DOCX_LEVELS; i++)
        n->list->starts[i] = -1;
}

static void start_level(struct docx_numbering *n, const struct xml_attributes *a)
{
    long i = xml_number(a, "ilvl", 0, DOCX_LEVELS - 1, 0);
    if (n->abstract) {
        n->level = &n->abstract->levels[i];
    } else if (n->list) {
        n->level = n->list->levels[i] = n->b->ops->alloc(n->b, sizeof *n->level);
        n->level->restart = -1;
    }
}

static const char *kept(const struct docx_numbering *n, const struct xml_attributes *a)
{
    const char *value = xml_get(a, "val");
    return value ? str_keep(n->b, value, strlen(value)) : NULL;
}

static void read_level(struct docx_numbering *n, unsigned tag, const struct xml_attributes *a)
{
    const char *value = xml_get(a, "val");
    if (tag == START)
        n->level->start = xml_number(a, "val", 0, INT32_MAX, 0);
    else if (tag == FORMAT)
        n->level->counting = counting_of(value ? value : "decimal");
    else if (tag == FORMAT_2003)
        n->level->counting = counting_of_number((unsigned long)xml_number(a, "val", 0, INT32_MAX, 0));
    else if (tag == TEXT)
        n->level->text = kept(n, a);
    else if (tag == STYLE)
        n->level->style = kept(n, a);
    else if (tag == SUFFIX)
        n->level->close = value && strcasecmp(value, "nothing") == 0;
    else if (tag == LEGAL)
        n->level->legal = xml_truth(a, "val", true);
    else if (tag == RESTART)
        n->level->restart = xml_number(a, "val", 0, DOCX_LEVELS, -1);
}

static void read_list(struct docx_numbering *n, unsigned tag, const struct xml_attributes *a)
{
    if (tag == ABSTRACT_OF || tag == ABSTRACT_OF_2003)
        n->list->abstract_id = xml_number(a, "val", 0, INT32_MAX, -1);
    else if (tag == OVERRIDE)
        n->of = xml_number(a, "ilvl", 0, DOCX_LEVELS - 1, 0);
    else if (tag == START_OVERRIDE)
        n->list->starts[n->of] = xml_number(a, "val", 0, INT32_MAX, -1);
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct docx_numbering *n = context;
    if (n->skip || tag == FALLBACK) {
        n->skip++;
        return;
    }
    if (tag == ABSTRACT || tag == ABSTRACT_2003)
        start_abstract(n, a);
    else if (tag == LIST || tag == LIST_2003)
        start_list(n, a);
    else if (tag == LEVEL)
        start_level(n, a);
    else if (n->abstract && tag == STYLE_LINK)
        n->abstract->is_style = kept(n, a);
    else if (n->abstract && tag == LIST_STYLE_LINK)
        n->abstract->of_style = kept(n, a);
    else if (n->level && tag)
        read_level(n, tag, a);
    else if (n->list)
        read_list(n, tag, a);
}

static void on_end(void *context, unsigned tag)
{
    struct docx_numbering *n = context;
    if (n->skip)
        n->skip--;
    else if (tag == LEVEL)
        n->level = NULL;
}

static int compare_lists(const void *a, const void *b)
{
    const struct list *const *x = a, *const *y = b;
    return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

static int compare_abstracts(const void *a, const void *b)
{
    const struct abstract *const *x = a, *const *y = b;
    return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

/* The definition of a list; one that only names a style is that of the style. */
static struct abstract *find_abstract(const struct docx_numbering *n, long id)
{
    const struct abstract key = {.id = id}, *const at = &key;
    struct abstract **found =
        n->n_abstracts ? bsearch(&at, n->abstracts, n->n_abstracts, sizeof *n->abstracts, compare_abstracts)
                       : NULL;
    if (!found || !(*found)->of_style)
        return found ? *found : NULL;
    for (unsigned i = 0; i < n->n_abstracts; i++)
        if (n->abstracts[i]->is_style && strcmp(n->abstracts[i]->is_style, (*found)->of_style) == 0)
            return n->abstracts[i];
    return NULL;
}

static struct list *find_list(const struct docx_numbering *n, long id)
{
    const struct list key = {.id = id}, *const at = &key;
    struct list **found =
        n->n_lists ? bsearch(&at, n->lists, n->n_lists, sizeof *n->lists, compare_lists) : NULL;
    return found && (*found)->abstract ? *found : NULL;
}

struct docx_numbering *docx_numbering_read(struct zip *zip, const struct zip_entry *entry)
{
    static const struct xml_reader reader = {docx_spaces, tags, TAGS, on_start, on_end, NULL};
    struct tallyd_builder *b = zip_builder(zip);
    struct docx_numbering *n = b->ops->alloc(b, sizeof *n);
    n->b = b;
    if (entry)
        xml_read(zip, entry, &reader, n);
    if (n->n_abstracts)
        qsort(n->abstracts, n->n_abstracts, sizeof *n->abstracts, compare_abstracts);
    if (n->n_lists)
        qsort(n->lists, n->n_lists, sizeof *n->lists, compare_lists);
    for (unsigned i = 0; i < n->n_lists; i++)
        n->lists[i]->abstract = find_abstract(n, n->lists[i]->abstract_id);
    return n;
}

bool docx_numbering_has(const struct docx_numbering *n, long list)
{
    return find_list(n, list) != NULL;
}

long docx_numbering_level(const struct docx_numbering *n, long list, const char *style)
{
    const struct list *found = find_list(n, list);
    const struct abstract *abstract = found ? found->abstract : NULL;
    for (int i = 0; abstract && style && i < DOCX_LEVELS; i++)
        if (abstract->levels[i].style && strcmp(abstract->levels[i].style, style) == 0)
            return i;
    return 0;
}

static const struct level *level_of(const struct list *list, const struct abstract *abstract, long i)
{
    return list->levels[i] ? list->levels[i] : &abstract->levels[i];
}

static unsigned long start_of(const struct list *list, const struct abstract *abstract, long i)
{
    return (unsigned long)(list->starts[i] >= 0 ? list->starts[i] : level_of(list, abstract, i)->start);
}

/* A list with a start of its own begins anew where it is used first. */
static void count(struct list *list, struct abstract *abstract, long level)
{
    bool anew = list->starts[level] >= 0 && !list->begun[level];
    for (long i = 0; i < level; i++)
        if (!abstract->counted[i]) {
            abstract->counts[i] = start_of(list, abstract, i);
            abstract->counted[i] = true;
        }
    if (abstract->counted[level] && !anew)
        abstract->counts[level]++;
    else
        abstract->counts[level] = start_of(list, abstract, level);
    abstract->counted[level] = list->begun[level] = true;
    for (long i = level + 1; i < DOCX_LEVELS; i++) {
        long restart = level_of(list, abstract, i)->restart;
        if (restart < 0 || restart > level)
            abstract->counted[i] = false;
    }
}

/* A label that ends in a letter, a digit or ASCII punctuation is kept apart from what follows: `1.` and `5万元` are
 * not 1.5. */
static void put_suffix(const struct level *level, size_t from, struct str *to)
{
    if (to->len > from && !level->close && !((unsigned char)to->at[to->len - 1] & 0x80))
        str_puts(to, " ");
}

void docx_numbering_label(struct docx_numbering *n, long list_id, long level, struct str *to)
{
    struct list *list = find_list(n, list_id);
    if (!list)
        return;
    struct abstract *abstract = list->abstract;
    const struct level *own = level_of(list, abstract, level);
    size_t from = to->len;
    count(list, abstract, level);
    if (own->counting == COUNTING_NONE && !(own->text && strchr(own->text, '%')))
        return;
    for (const char *at = own->text ? own->text : ""; *at; at++) {
        if (*at != '%' || at[1] < '1' || at[1] > '9') {
            str_add(to, at, 1);
            continue;
        }
        long i = *++at - '1';
        counting_put(to, own->legal ? COUNTING_DECIMAL : level_of(list, abstract, i)->counting,
                     abstract->counts[i]);
    }
    put_suffix(own, from, to);
}
