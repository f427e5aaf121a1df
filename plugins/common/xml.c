#include "xml.h"
#include "memory.h"
#include "reuse.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

/* Between URI and local name in what expat gives: no URI and no name has it. */
#define SEPARATOR '\n'
/* A text in memory is handed to expat in pieces of this size. */
#define PIECE_SIZE ((size_t)64 << 10)

/* A slot of the table that finds a tag's number by its name without prefix. */
struct slot {
    const char *name, *local; /* `w:p` and the `p` in it */
    unsigned tag;
};

struct parse {
    struct tallyd_builder *b;
    const struct xml_reader *reader;
    void *context;
    XML_Parser parser;
    struct slot *slots;
    unsigned mask;
    unsigned long nodes;
    unsigned depth;
    unsigned tags[LIMIT_xml_depth]; /* of the open elements */
    char *text;
    size_t text_size, text_cap;
    bool wrong; /* what expat said of the last piece */
};

/* The one global: expat's allocation functions are given no context. A worker reads one document at a time. */
static struct reuse *xml_memory;

static void *on_malloc(size_t size)
{
    return reuse_alloc(xml_memory, size);
}

static void *on_realloc(void *memory, size_t size)
{
    return reuse_resize(xml_memory, memory, size);
}

static void on_free(void *memory)
{
    reuse_free(xml_memory, memory);
}

static unsigned hash(const char *text)
{
    unsigned h = 2166136261u; /* FNV-1a */
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 16777619u;
    return h;
}

static void add_tag(struct parse *p, const char *name, unsigned tag)
{
    const char *colon = strchr(name, ':'), *local = colon ? colon + 1 : name;
    unsigned at = hash(local) & p->mask;
    while (p->slots[at].name)
        at = (at + 1) & p->mask;
    p->slots[at] = (struct slot){name, local, tag};
}

static void add_tags(struct parse *p)
{
    unsigned size = 16;
    while (size < p->reader->n_tags * 4)
        size *= 2;
    p->mask = size - 1;
    p->slots = p->b->ops->alloc(p->b, size * sizeof *p->slots);
    for (unsigned i = 1; i < p->reader->n_tags; i++)
        if (p->reader->tags[i])
            add_tag(p, p->reader->tags[i], i);
}

/* Whether the prefix of a tag's name stands for this URI. */
static bool is_of(const struct parse *p, const struct slot *slot, const char *uri, size_t length)
{
    size_t prefix = (size_t)(slot->local - slot->name);
    if (!prefix)
        return length == 0;
    for (const struct xml_space *space = p->reader->spaces; space->prefix; space++)
        if (strncmp(space->uri, uri, length) == 0 && !space->uri[length] &&
            strncmp(space->prefix, slot->name, prefix - 1) == 0 && !space->prefix[prefix - 1])
            return true;
    return false;
}

/* The tag of `URI separator local`, 0 where the reader does not know it. */
static unsigned find_tag(const struct parse *p, const char *name)
{
    const char *separator = strrchr(name, SEPARATOR);
    const char *local = separator ? separator + 1 : name;
    size_t length = separator ? (size_t)(separator - name) : 0;
    for (unsigned at = hash(local) & p->mask; p->slots[at].name; at = (at + 1) & p->mask)
        if (strcmp(p->slots[at].local, local) == 0 && is_of(p, &p->slots[at], name, length))
            return p->slots[at].tag;
    return 0;
}

static void give_text(struct parse *p)
{
    if (p->text_size && p->reader->text)
        p->reader->text(p->context, p->text, p->text_size);
    p->text_size = 0;
}

static void on_start(void *context, const char *name, const char **pairs)
{
    struct parse *p = context;
    struct xml_attributes attributes = {pairs};
    give_text(p);
    if (++p->nodes > LIMIT_xml_nodes)
        p->b->ops->limit(p->b, "xml_nodes");
    if (p->depth == LIMIT_xml_depth)
        p->b->ops->limit(p->b, "xml_depth");
    unsigned tag = p->tags[p->depth++] = find_tag(p, name);
    if (p->reader->start)
        p->reader->start(p->context, tag, &attributes);
}

static void on_end(void *context, const char *name)
{
    struct parse *p = context;
    (void)name;
    give_text(p);
    unsigned tag = p->tags[--p->depth];
    if (p->reader->end)
        p->reader->end(p->context, tag);
}

static void on_text(void *context, const char *text, int length)
{
    struct parse *p = context;
    size_t size = (size_t)length;
    if (p->text_size + size > LIMIT_xml_text)
        p->b->ops->limit(p->b, "xml_text");
    if (p->text_cap - p->text_size < size) {
        size_t cap = (p->text_size + size) * 2 + 256;
        p->text = memory_resize(p->b, p->text, p->text_size, cap);
        p->text_cap = cap;
    }
    memcpy(p->text + p->text_size, text, size);
    p->text_size += size;
}

static void on_entity(void *context, const char *name, int is_parameter, const char *value, int length,
                      const char *base, const char *system, const char *public, const char *notation)
{
    struct parse *p = context;
    (void)name, (void)is_parameter, (void)value, (void)length;
    (void)base, (void)system, (void)public, (void)notation;
    p->b->ops->limit(p->b, "xml_entities");
}

/* expat's tables are salted against chosen names. Its own salt needs a system call that the sandbox forbids; the
 * kernel gave every process 16 random bytes. */
static unsigned long salt(void)
{
    const unsigned char *random =
        (const unsigned char *)getauxval(AT_RANDOM); /* NOLINT(performance-no-int-to-ptr) */
    unsigned long value = 0;
    if (random)
        memcpy(&value, random + 8, sizeof value);
    return value | 1;
}

static void begin(struct parse *p, struct reuse *memory_of)
{
    static const XML_Memory_Handling_Suite memory = {on_malloc, on_realloc, on_free};
    static const char separator[] = {SEPARATOR, 0};
    xml_memory = memory_of;
    add_tags(p);
    p->parser = XML_ParserCreate_MM(NULL, &memory, separator);
    XML_SetHashSalt(p->parser, salt());
    XML_SetUserData(p->parser, p);
    XML_SetElementHandler(p->parser, on_start, on_end);
    XML_SetCharacterDataHandler(p->parser, on_text);
    XML_SetEntityDeclHandler(p->parser, on_entity);
}

static void finish(struct parse *p)
{
    give_text(p);
    XML_ParserFree(p->parser);
}

static bool parse(struct parse *p, const char *bytes, size_t size, bool last)
{
    p->wrong = XML_Parse(p->parser, bytes, (int)size, last) != XML_STATUS_OK;
    return !p->wrong;
}

static bool on_piece(void *context, const char *bytes, size_t size)
{
    return parse(context, bytes, size, false);
}

static struct parse *parse_new(struct tallyd_builder *b, const struct xml_reader *reader, void *context)
{
    struct parse *p = b->ops->alloc(b, sizeof *p);
    p->b = b;
    p->reader = reader;
    p->context = context;
    return p;
}

enum tallyd_result xml_read(struct zip *zip, const struct zip_entry *entry, const struct xml_reader *reader,
                            void *context)
{
    struct parse *p = parse_new(zip_builder(zip), reader, context);
    p->nodes = zip_nodes(zip, 0);
    begin(p, zip_memory(zip));
    enum tallyd_result result = zip_read(zip, entry, on_piece, p);
    bool whole = result == TALLYD_OK && !p->wrong && parse(p, "", 0, true);
    finish(p);
    zip_nodes(zip, p->nodes);
    return result == TALLYD_OK && !whole ? TALLYD_CORRUPT : result;
}

enum tallyd_result xml_read_text(struct tallyd_builder *b, const char *text, size_t size,
                                 const struct xml_reader *reader, void *context)
{
    struct parse *p = parse_new(b, reader, context);
    begin(p, reuse_new(b));
    for (size_t at = 0; at < size && !p->wrong; at += PIECE_SIZE)
        parse(p, text + at, size - at < PIECE_SIZE ? size - at : PIECE_SIZE, false);
    bool whole = !p->wrong && parse(p, "", 0, true);
    finish(p);
    return whole ? TALLYD_OK : TALLYD_CORRUPT;
}

const char *xml_get(const struct xml_attributes *attributes, const char *name)
{
    for (const char **pair = attributes->pairs; *pair; pair += 2) {
        const char *separator = strrchr(*pair, SEPARATOR);
        if (strcmp(separator ? separator + 1 : *pair, name) == 0)
            return pair[1];
    }
    return NULL;
}

long xml_number(const struct xml_attributes *attributes, const char *name, long least, long most,
                long otherwise)
{
    const char *value = xml_get(attributes, name);
    char *end;
    if (!value)
        return otherwise;
    long number = strtol(value, &end, 10);
    if (end == value)
        return otherwise;
    return number < least ? least : number > most ? most : number;
}

bool xml_truth(const struct xml_attributes *attributes, const char *name, bool otherwise)
{
    const char *value = xml_get(attributes, name);
    if (!value)
        return otherwise;
    return strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0;
}
