/* What the files of this folder share. Reading order: ofd.c (the format), package.c (the container: which pages
 * there are, and where), page.c (what is drawn on a page, given to plugins/layout), numbers.c (lists of numbers,
 * transformations).
 *
 *   template  a page that others are drawn on: a form's lines and labels
 *   boundary  the box of an object on the page; what is drawn in it counts from its upper left corner */
#pragma once

#include "../common/xml.h"
#include "../layout/layout.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define OFD_LIMITS(X)                                                                                        \
    X(ofd_documents, 100u, "documents of one file: an invoice has one, a bundle ten")                        \
    X(ofd_templates, 1000u, "template pages of one document")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    OFD_LIMITS(X)
#undef X
};

/* Points of a millimetre, the format's unit. */
#define OFD_POINTS (72.0f / 25.4f)

extern const struct xml_space ofd_spaces[];

struct ofd {
    struct tallyd_builder *b;
    struct zip *zip;
    struct layout *layout;
    bool encrypted; /* a part that was asked for is */
};

/* Where a text's characters or a path's points go: [a b c d e f], as in PDF. */
struct matrix {
    float a, b, c, d, e, f;
};

struct ofd_template {
    const char *id;
    const struct zip_entry *entry; /* NULL where the container has none */
};

struct ofd_templates {
    struct ofd_template *items;
    uint32_t n, cap;
};

/* numbers.c: reads at most `most` numbers apart by blanks or commas; returns how many. */
unsigned numbers_read(const char *text, float *ret, unsigned most);
/* The next number of a list in which `g n v` stands for n times v; `at` and `*repeat` remember the place. The last
 * one goes on where the list ends. */
struct numbers {
    const char *at;
    float value;
    unsigned repeat;
};
float numbers_next(struct numbers *list);
/* `text` as a matrix, or the one that changes nothing. */
struct matrix numbers_matrix(const char *text);
void numbers_transform(const struct matrix *m, float *x, float *y);
/* The next word or number of path data; NULL at the end. A command is a letter. */
const char *numbers_token(const char *at, char *ret_command, float *ret_number);

/* package.c: reads OFD.xml and the documents that it names, page by page. CORRUPT where there is none. */
enum tallyd_result package_read(struct ofd *ofd);

/* page.c: draws the contents of a page or template on the layout's current page. False: it could not be read
 * whole. */
bool page_draw(struct ofd *ofd, const struct zip_entry *entry);
/* The size of a page that has one of its own, in millimetres, and the templates that it names, in order. */
struct page_head {
    float width, height; /* 0 where it has none */
    const char *templates[16];
    unsigned n_templates;
};
bool page_head_read(struct ofd *ofd, const struct zip_entry *entry, struct page_head *ret);
