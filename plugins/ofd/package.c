#include "ofd.h"

#include <string.h>

/* A page without a size of its own, in a document without one: A4. */
#define A4_WIDTH  210.0f
#define A4_HEIGHT 297.0f

const struct xml_space ofd_spaces[] = {
    {"ofd", "http://www.ofdspec.org/2016"}, {"ofd", "http://www.ofdspec.org"}, {0}};

enum { OTHER, DOC_ROOT, PHYSICAL_BOX, TEMPLATE_PAGE, PAGE, TAGS };

static const char *const tags[TAGS] = {[DOC_ROOT] = "ofd:DocRoot",
                                       [PHYSICAL_BOX] = "ofd:PhysicalBox",
                                       [TEMPLATE_PAGE] = "ofd:TemplatePage",
                                       [PAGE] = "ofd:Page"};

struct names {
    const char **items;
    uint32_t n, cap;
};

/* What is gathered of OFD.xml, then of a document's own file. */
struct listing {
    struct ofd *ofd;
    unsigned open; /* the element whose text is awaited */
    struct names roots, pages;
    const char *folder; /* of the document's file */
    struct ofd_templates templates;
    float width, height;
};

static char *copy(struct tallyd_builder *b, const char *text, size_t length)
{
    char *to = b->ops->alloc(b, length + 1);
    memcpy(to, text, length);
    return to;
}

static void *room(struct tallyd_builder *b, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    uint32_t more = *cap ? *cap * 2 : 16;
    char *grown = b->ops->alloc(b, more * size);
    if (n)
        memcpy(grown, items, n * size);
    *cap = more;
    return grown;
}

static void put_name(struct listing *list, struct names *to, const char *name)
{
    to->items = room(list->ofd->b, to->items, to->n, &to->cap, sizeof *to->items);
    to->items[to->n++] = name;
}

/* The entry that a file names: from the container's root where it begins with a slash, else from the folder of
 * the file that names it; some producers write the former without the slash. */
static const struct zip_entry *entry_of(const struct listing *list, const char *name)
{
    size_t folder = strlen(list->folder);
    while (name[0] == '.' && name[1] == '/')
        name += 2;
    if (*name == '/')
        return zip_find(list->ofd->zip, name);
    char *whole = list->ofd->b->ops->alloc(list->ofd->b, folder + strlen(name) + 1);
    memcpy(whole, list->folder, folder);
    stpcpy(whole + folder, name);
    const struct zip_entry *found = zip_find(list->ofd->zip, whole);
    return found ? found : zip_find(list->ofd->zip, name);
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *attributes)
{
    struct listing *list = context;
    const char *place = xml_get(attributes, "BaseLoc"), *id = xml_get(attributes, "ID");
    list->open = tag;
    if (tag == PAGE && place)
        put_name(list, &list->pages, copy(list->ofd->b, place, strlen(place)));
    if (tag != TEMPLATE_PAGE || !place || !id)
        return;
    if (list->templates.n == LIMIT_ofd_templates)
        list->ofd->b->ops->limit(list->ofd->b, "ofd_templates");
    list->templates.items = room(list->ofd->b, list->templates.items, list->templates.n, &list->templates.cap,
                                 sizeof *list->templates.items);
    list->templates.items[list->templates.n++] =
        (struct ofd_template){copy(list->ofd->b, id, strlen(id)), entry_of(list, place)};
}

static void on_end(void *context, unsigned tag)
{
    (void)tag;
    ((struct listing *)context)->open = OTHER;
}

static void on_text(void *context, const char *text, size_t length)
{
    struct listing *list = context;
    float box[4];
    const char *name = copy(list->ofd->b, text, length);
    if (list->open == DOC_ROOT) {
        if (list->roots.n == LIMIT_ofd_documents)
            list->ofd->b->ops->limit(list->ofd->b, "ofd_documents");
        put_name(list, &list->roots, name);
    }
    if (list->open == PHYSICAL_BOX && numbers_read(name, box, 4) == 4 && !(list->width > 0)) {
        list->width = box[2];
        list->height = box[3];
    }
}

static const struct xml_reader reader = {ofd_spaces, tags, TAGS, on_start, on_end, on_text};

static const struct zip_entry *template_of(const struct listing *list, const char *id)
{
    for (uint32_t i = 0; i < list->templates.n; i++)
        if (strcmp(list->templates.items[i].id, id) == 0)
            return list->templates.items[i].entry;
    return NULL;
}

/* A page: its templates under it, in the order in which it names them. */
static void read_page(struct listing *list, const char *name)
{
    struct ofd *ofd = list->ofd;
    const struct zip_entry *entry = entry_of(list, name);
    struct page_head head = {0};
    bool whole = entry && page_head_read(ofd, entry, &head);
    bool own = head.width > 0 && head.height > 0, known = list->width > 0 && list->height > 0;
    float width = own ? head.width : known ? list->width : A4_WIDTH;
    float height = own ? head.height : known ? list->height : A4_HEIGHT;
    layout_page(ofd->layout, width * OFD_POINTS, height * OFD_POINTS);
    for (unsigned i = 0; i < head.n_templates; i++) {
        const struct zip_entry *below = template_of(list, head.templates[i]);
        whole = below && page_draw(ofd, below) && whole;
    }
    whole = entry && page_draw(ofd, entry) && whole;
    if (!whole)
        layout_damaged(ofd->layout);
}

static bool read_document(struct ofd *ofd, const char *root)
{
    struct listing list = {.ofd = ofd, .folder = ""};
    const struct zip_entry *entry = entry_of(&list, root);
    if (!entry)
        return false;
    const char *slash = strrchr(entry->name, '/');
    list.folder = slash ? copy(ofd->b, entry->name, (size_t)(slash - entry->name) + 1) : "";
    enum tallyd_result result = xml_read(ofd->zip, entry, &reader, &list);
    ofd->encrypted = ofd->encrypted || result == TALLYD_ENCRYPTED;
    for (uint32_t i = 0; i < list.pages.n; i++)
        read_page(&list, list.pages.items[i]);
    if (result != TALLYD_OK && list.pages.n)
        layout_damaged(ofd->layout);
    return list.pages.n > 0;
}

enum tallyd_result package_read(struct ofd *ofd)
{
    struct listing list = {.ofd = ofd, .folder = ""};
    const struct zip_entry *entry = zip_find(ofd->zip, "OFD.xml");
    bool any = false;
    if (entry)
        xml_read(ofd->zip, entry, &reader, &list);
    if (!list.roots.n)
        put_name(&list, &list.roots, "Doc_0/Document.xml");
    for (uint32_t i = 0; i < list.roots.n; i++)
        any = read_document(ofd, list.roots.items[i]) || any;
    if (any)
        return TALLYD_OK;
    return entry || zip_damaged(ofd->zip) ? TALLYD_CORRUPT
                                          : TALLYD_UNSUPPORTED; /* a container of another kind */
}
