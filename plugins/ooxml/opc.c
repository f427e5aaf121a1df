#include "opc.h"

#include "../common/memory.h"
#include "../common/str.h"

#include <string.h>

enum { OTHER, RELATION, TAGS };

static const struct xml_space spaces[] = {
    {"r", "http://schemas.openxmlformats.org/package/2006/relationships"}, {0}};
static const char *const tags[TAGS] = {[RELATION] = "r:Relationship"};

struct reading {
    struct tallyd_builder *b;
    const char *part;
    struct opc_relations relations;
};

/* How long the folder of a part's name is, with its slash. */
static size_t folder_of(const char *part)
{
    const char *slash = strrchr(part, '/');
    return slash ? (size_t)(slash - part) + 1 : 0;
}

/* A target as a name in the container: `/xl/a.xml`, `a.xml` and `../a.xml` beside `part`. */
static const char *resolve(struct tallyd_builder *b, const char *part, const char *target)
{
    struct str name = {.b = b};
    size_t folder = *target == '/' ? 0 : folder_of(part);
    while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
        bool up = target[1] == '.';
        target += up ? 3 : 2;
        while (up && folder && part[folder - 1] == '/')
            folder--;
        while (up && folder && part[folder - 1] != '/')
            folder--;
    }
    str_add(&name, part, folder);
    str_puts(&name, target + (*target == '/'));
    return name.at;
}

static const char *last_word(struct tallyd_builder *b, const char *uri)
{
    const char *slash = strrchr(uri, '/');
    const char *word = slash ? slash + 1 : uri;
    return str_keep(b, word, strlen(word));
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *a)
{
    struct reading *r = context;
    const char *id = xml_get(a, "Id"), *type = xml_get(a, "Type"), *target = xml_get(a, "Target");
    const char *mode = xml_get(a, "TargetMode");
    if (tag != RELATION || !id || !type || !target || (mode && strcmp(mode, "External") == 0))
        return;
    if (r->relations.n == LIMIT_opc_parts)
        r->b->ops->limit(r->b, "opc_parts");
    if (r->relations.n == r->relations.cap) {
        unsigned cap = r->relations.cap ? r->relations.cap * 2 : 16;
        r->relations.items =
            memory_resize(r->b, r->relations.items, r->relations.n * sizeof *r->relations.items,
                          cap * sizeof *r->relations.items);
        r->relations.cap = cap;
    }
    r->relations.items[r->relations.n++] = (struct opc_relation){
        str_keep(r->b, id, strlen(id)), last_word(r->b, type), resolve(r->b, r->part, target)};
}

struct opc_relations opc_relations(struct zip *zip, const char *part)
{
    static const struct xml_reader reader = {spaces, tags, TAGS, on_start, NULL, NULL};
    struct reading r = {.b = zip_builder(zip), .part = part};
    struct str name = {.b = r.b};
    size_t folder = folder_of(part);
    str_add(&name, part, folder);
    str_puts(&name, "_rels/");
    str_puts(&name, part + folder);
    str_puts(&name, ".rels");
    const struct zip_entry *entry = zip_find(zip, name.at);
    if (entry)
        xml_read(zip, entry, &reader, &r);
    return r.relations;
}

const struct zip_entry *opc_part(struct zip *zip, const struct opc_relations *relations, const char *type)
{
    for (unsigned i = 0; i < relations->n; i++) {
        const struct zip_entry *entry =
            strcmp(relations->items[i].type, type) == 0 ? zip_find(zip, relations->items[i].part) : NULL;
        if (entry)
            return entry;
    }
    return NULL;
}

const struct zip_entry *opc_part_of_id(struct zip *zip, const struct opc_relations *relations, const char *id)
{
    for (unsigned i = 0; i < relations->n; i++)
        if (strcmp(relations->items[i].id, id) == 0)
            return zip_find(zip, relations->items[i].part);
    return NULL;
}
