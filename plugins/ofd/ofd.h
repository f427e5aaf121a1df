/* What the files of this folder share. Reading order: ofd.c (the format), package.c (the container: which pages
 * there are, and where), annexes.c (what is kept beside the pages: annotations, attachments), page.c (the objects of a
 * page), path.c (lines in them), marks.c (what they come to, given to plugins/layout), numbers.c (lists of numbers,
 * transformations).
 *
 *   template  a page that others are drawn on: a form's lines and labels
 *   boundary  the box of an object on the page; what is drawn in it counts from its upper left corner
 *   unit      a drawing that is kept as a resource, and drawn by the composite objects that name it
 *   mark      a character, a line or the like: what objects come to */
#pragma once

#include "../common/xml.h"
#include "../layout/layout.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define OFD_LIMITS(X)                                                                                        \
    X(ofd_documents, 100u, "documents of one file: an invoice has one, a bundle ten")                        \
    X(ofd_templates, 1000u, "template pages of one document")                                                \
    X(ofd_depth, 32u, "units drawn in each other: an office program writes two, a circle has no end")        \
    X(ofd_marks, 4u << 20, "characters and lines of all units as often as they are drawn: 2,000 full pages")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    OFD_LIMITS(X)
#undef X
};

/* Points of a millimetre, the format's unit. */
#define OFD_POINTS (72.0f / 25.4f)

extern const struct xml_space ofd_spaces[];

/* Where a text's characters or a path's points go: [a b c d e f], as in PDF. */
struct matrix {
    float a, b, c, d, e, f;
};

enum ofd_kind { OFD_GLYPH, OFD_LINE, OFD_BOX, OFD_IMAGE, OFD_UNIT };

/* In millimetres. A glyph begins at (e, f), its advance is (a, b), its em (c, d). A line goes from (e, f) by (a, b). A box,
 * and a picture, has its corner there and the sides (a, b) and (c, d). A unit's own coordinates go through the matrix. */
struct ofd_mark {
    struct matrix at;
    uint32_t code; /* Unicode; a unit's ID */
    enum ofd_kind kind;
    uint8_t quarter; /* turns of a glyph in its place, clockwise */
    bool hidden;
};

struct ofd_unit {
    uint32_t id, first, n; /* its marks */
};

/* The units of a document, by ID once they are sorted. */
struct ofd_units {
    struct ofd_unit *items;
    uint32_t n, cap;
    struct ofd_mark *marks;
    uint32_t n_marks, cap_marks;
};

struct ofd {
    struct tallyd_builder *b;
    struct zip *zip;
    struct layout *layout;
    struct ofd_units units;
    uint32_t drawn; /* marks of units so far */
    bool encrypted; /* a part that was asked for is */
};

struct ofd_template {
    const char *id;
    const struct zip_entry *entry; /* NULL where the container has none */
};

struct ofd_templates {
    struct ofd_template *items;
    uint32_t n, cap;
};

/* An annotation page: of which page it is. */
struct ofd_annex {
    const char *page;
    const struct zip_entry *entry; /* NULL where the container has none */
};

struct ofd_annexes {
    struct ofd_annex *items; /* by page */
    uint32_t n, cap;
};

/* package.c: reads OFD.xml and the documents that it names, page by page. CORRUPT where there is none. */
enum tallyd_result package_read(struct ofd *ofd);
/* The entry that a file in `folder` names: from the container's root where it begins with a slash, else from the folder;
 * some producers write the former without the slash. NULL where there is none. */
const struct zip_entry *package_find(const struct ofd *ofd, const char *folder, const char *name);
/* The folder of an entry, with the slash. */
const char *package_folder(const struct ofd *ofd, const struct zip_entry *entry);
char *package_copy(const struct ofd *ofd, const char *text, size_t length);
/* Room for one more in an array. */
void *package_room(const struct ofd *ofd, void *items, uint32_t n, uint32_t *cap, size_t size);

/* annexes.c: which pages have annotations, by a document's list of them. False: it could not be read whole. */
bool annexes_read(struct ofd *ofd, const struct zip_entry *list, struct ofd_annexes *ret);
/* Draws those of the page with this ID on the layout's current page; false as above. */
bool annexes_draw(struct ofd *ofd, const struct ofd_annexes *annexes, const char *page);
/* Names a document's attachments in the reviewer's note, by the list of them. */
void annexes_attached(struct ofd *ofd, const struct zip_entry *list);

/* page.c: draws the objects of a page or template on the layout's current page. False: it could not be read whole. */
bool page_draw(struct ofd *ofd, const struct zip_entry *entry);
/* The same of a page's annotations: their words. Those of stamps and watermarks are asides, as are remarks. */
bool page_annotate(struct ofd *ofd, const struct zip_entry *entry);
/* The units of a resource file. */
void page_units(struct ofd *ofd, const struct zip_entry *entry);
/* The size of a page that has one of its own, in millimetres, and the templates and resources that it names, in order. */
struct page_head {
    float width, height; /* 0 where it has none */
    const char *templates[16], *resources[4];
    unsigned n_templates, n_resources;
};
bool page_head_read(struct ofd *ofd, const struct zip_entry *entry, struct page_head *ret);

/* Where marks go: to the page, or, within a unit, to that. */
struct canvas {
    struct ofd *ofd;
    bool resource, in_unit; /* a resource has nothing outside its units */
    bool annotation;        /* of which only words count; `apart`: those of a stamp */
    bool apart;
};

/* path.c: the lines of path data. `at` is the object's matrix. */
void path_draw(const struct canvas *canvas, const struct matrix *at, bool stroked, const char *data);

/* marks.c */
void marks_put(const struct canvas *canvas, const struct ofd_mark *mark);
/* Begins the unit that the next marks belong to. */
void marks_unit(struct ofd *ofd, uint32_t id);
/* All units of a document, or of one more resource, are there. */
void marks_ready(struct ofd *ofd);

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
/* First `inner`, then `outer`. */
struct matrix numbers_compose(const struct matrix *inner, const struct matrix *outer);
/* The next word or number of path data; NULL at the end. A command is a letter. */
const char *numbers_token(const char *at, char *ret_command, float *ret_number);
