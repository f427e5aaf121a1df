/* XML of a container's entries, element by element (SAX), over expat. It expands no entity and opens nothing: a
 * text that defines an entity is given up with the outcome `limit`. Namespaces are resolved, so that a reader
 * names its elements `w:p` whatever prefix a file chose; several URIs may share one prefix (transitional and
 * strict OOXML). Text comes whole: all that stands between two tags in one piece.
 *
 *   static const struct xml_space spaces[] = {{"w", "http://…/main"}, {"w", "http://…strict…/main"}, {0}};
 *   enum { OTHER, P, T, TAGS };
 *   static const char *const tags[TAGS] = {[P] = "w:p", [T] = "w:t"};
 *   static const struct xml_reader reader = {spaces, tags, TAGS, on_start, on_end, on_text};
 *   result = xml_read(zip, zip_find(zip, "word/document.xml"), &reader, &state);
 *
 * Linked into each plugin that uses it; runs in the worker. */
#pragma once

#include "zip.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define XML_LIMITS(X)                                                                                        \
    X(xml_nodes, 8u << 20, "elements of a container: four for each of 2 million cells")                      \
    X(xml_depth, 500u, "elements inside each other: tables in tables and boxes take 60")                     \
    X(xml_text, 16u << 20, "bytes between two tags")                                                         \
    X(xml_entities, 0u, "entities that a file defines: no office program writes one, a bomb does")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    XML_LIMITS(X)
#undef X
};

/* The prefix that a namespace has in a reader's tags; a list ends with {0}. */
struct xml_space {
    const char *prefix, *uri;
};

struct xml_attributes {
    const char **pairs; /* private */
};

struct xml_reader {
    const struct xml_space *spaces;
    /* Tag i is tags[i]; NULL for none. 0 is every element that is not among them. */
    const char *const *tags;
    unsigned n_tags;
    /* Each may be NULL. Attributes live until the call returns, text until the next. */
    void (*start)(void *context, unsigned tag, const struct xml_attributes *attributes);
    void (*end)(void *context, unsigned tag);
    void (*text)(void *context, const char *text, size_t length);
};

/* Reads an entry to its end. TALLYD_OK; TALLYD_CORRUPT where it is not well formed or breaks off, with what stands
 * before that place handed over (elements may be left open); TALLYD_ENCRYPTED. A limit does not return. */
enum tallyd_result xml_read(struct zip *zip, const struct zip_entry *entry, const struct xml_reader *reader,
                            void *context);
/* The same of a text in memory: UTF-8, UTF-16, or what it declares of these. */
enum tallyd_result xml_read_text(struct tallyd_builder *b, const char *text, size_t size,
                                 const struct xml_reader *reader, void *context);

/* The value of an attribute, by its name without prefix; NULL where it has none. */
const char *xml_get(const struct xml_attributes *attributes, const char *name);
/* As a whole number within [least, most]; `otherwise` where it has none or it is no number. */
long xml_number(const struct xml_attributes *attributes, const char *name, long least, long most,
                long otherwise);
/* OOXML and ODF truth: `1` `true` `on`; `otherwise` where it has none. */
bool xml_truth(const struct xml_attributes *attributes, const char *name, bool otherwise);
