#include "ofd.h"

#include <string.h>

/* A page without a size of its own, in a document without one: A4. */
#define A4_WIDTH  210.0f
#define A4_HEIGHT 297.0f

const struct xml_space ofd_spaces[] = {
    {"ofd", "http://www.ofdspec.org/2016"}, {"ofd", "http://www.ofdspec.org"}, {0}};

enum {
    OTHER,
    DOC_ROOT,
    PHYSICAL_BOX,
    TEMPLATE_PAGE,
    PAGE,
    PUBLIC_RESOURCES,
    DOCUMENT_RESOURCES,
    ANNOTATIONS,
    ATTACHMENTS,
    TAGS
};

static const char *const tags[TAGS] = {
    [DOC_ROOT] = "ofd:DocRoot",           [PHYSICAL_BOX] = "ofd:PhysicalBox",
    [TEMPLATE_PAGE] = "ofd:TemplatePage", [PAGE] = "ofd:Page",
    [PUBLIC_RESOURCES] = "ofd:PublicRes", [DOCUMENT_RESOURCES] = "ofd:DocumentRes",
    [ANNOTATIONS] = "ofd:Annotations",    [ATTACHMENTS] = "ofd:Attachments"};

/* A file that another names; of a page, its ID too. */
struct named {
    const char *place, *id;
};

struct names {
    struct named *items;
    uint32_t n, cap;
};

/* What is gathered of OFD.xml, then of a document's own file. */
struct listing {
    struct ofd *ofd;
    unsigned open; /* the element whose text is awaited */
    struct names roots, pages, resources;
    const char *annotations, *attachments; /* NULL where there are none */
    const char *folder;                    /* of the document's file */
    struct ofd_templates templates;
    float width, height;
};

char *package_copy(const struct ofd *ofd, const char *text, size_t length)
{
    char *to = ofd->b->ops->alloc(ofd->b, length + 1);
    memcpy(to, text, length);
    return to;
}

void *package_room(const struct ofd *ofd, void *items, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    uint32_t more = *cap ? *cap * 2 : 16;
    char *grown = ofd->b->ops->alloc(ofd->b, more * size);
    if (n)
        memcpy(grown, items, n * size);
    *cap = more;
    return grown;
}

static void put_name(struct listing *list, struct names *to, const char *place, const char *id)
{
    to->items = package_room(list->ofd, to->items, to->n, &to->cap, sizeof *to->items);
    to->items[to->n++] = (struct named){place, id};
}

const char *package_folder(const struct ofd *ofd, const struct zip_entry *entry)
{
    const char *slash = strrchr(entry->name, '/');
    return slash ? package_copy(ofd, entry->name, (size_t)(slash - entry->name) + 1) : "";
}

const struct zip_entry *package_find(const struct ofd *ofd, const char *folder, const char *name)
{
    while (name[0] == '.' && name[1] == '/')
        name += 2;
    if (*name == '/')
        return zip_find(ofd->zip, name);
    char *whole = ofd->b->ops->alloc(ofd->b, strlen(folder) + strlen(name) + 1);
    stpcpy(stpcpy(whole, folder), name);
    const struct zip_entry *found = zip_find(ofd->zip, whole);
    return found ? found : zip_find(ofd->zip, name);
}

static void put_template(struct listing *list, const char *id, const char *place)
{
    struct ofd_templates *to = &list->templates;
    if (to->n == LIMIT_ofd_templates)
        list->ofd->b->ops->limit(list->ofd->b, "ofd_templates");
    to->items = package_room(list->ofd, to->items, to->n, &to->cap, sizeof *to->items);
    to->items[to->n++] = (struct ofd_template){package_copy(list->ofd, id, strlen(id)),
                                               package_find(list->ofd, list->folder, place)};
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *attributes)
{
    struct listing *list = context;
    const char *place = xml_get(attributes, "BaseLoc"), *id = xml_get(attributes, "ID");
    list->open = tag;
    if (tag == PAGE && place)
        put_name(list, &list->pages, package_copy(list->ofd, place, strlen(place)),
                 package_copy(list->ofd, id ? id : "", id ? strlen(id) : 0));
    if (tag == TEMPLATE_PAGE && place && id)
        put_template(list, id, place);
}

static void on_end(void *context, unsigned tag)
{
    (void)tag;
    ((struct listing *)context)->open = OTHER;
}

/* Files that the document's own file names. */
static void on_place(struct listing *list, const char *place)
{
    if (list->open == PUBLIC_RESOURCES || list->open == DOCUMENT_RESOURCES)
        put_name(list, &list->resources, place, "");
    else if (list->open == ANNOTATIONS)
        list->annotations = place;
    else if (list->open == ATTACHMENTS)
        list->attachments = place;
}

static void on_text(void *context, const char *text, size_t length)
{
    struct listing *list = context;
    float box[4];
    const char *name = package_copy(list->ofd, text, length);
    if (list->open == DOC_ROOT) {
        if (list->roots.n == LIMIT_ofd_documents)
            list->ofd->b->ops->limit(list->ofd->b, "ofd_documents");
        put_name(list, &list->roots, name, "");
    }
    on_place(list, name);
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

static const struct zip_entry *entry_of(const struct listing *list, const char *name)
{
    return name ? package_find(list->ofd, list->folder, name) : NULL;
}

/* The units that the pages draw. Of a resource that cannot be read, the pages that name its units know. */
static void read_resources(struct listing *list)
{
    list->ofd->units = (struct ofd_units){0};
    for (uint32_t i = 0; i < list->resources.n; i++) {
        const struct zip_entry *entry = entry_of(list, list->resources.items[i].place);
        if (entry)
            page_units(list->ofd, entry);
    }
    marks_ready(list->ofd);
}

static void read_own_resources(struct ofd *ofd, const struct zip_entry *page, const struct page_head *head)
{
    for (unsigned i = 0; i < head->n_resources; i++) {
        const struct zip_entry *entry = package_find(ofd, package_folder(ofd, page), head->resources[i]);
        if (entry)
            page_units(ofd, entry);
    }
    if (head->n_resources)
        marks_ready(ofd);
}

/* A page: its templates under it, in the order in which it names them, its annotations over it. */
static void read_page(struct listing *list, const struct named *page, const struct ofd_annexes *annexes)
{
    struct ofd *ofd = list->ofd;
    const struct zip_entry *entry = entry_of(list, page->place);
    struct page_head head = {0};
    bool whole = entry && page_head_read(ofd, entry, &head);
    bool own = head.width > 0 && head.height > 0, known = list->width > 0 && list->height > 0;
    float width = own ? head.width : known ? list->width : A4_WIDTH;
    float height = own ? head.height : known ? list->height : A4_HEIGHT;
    layout_page(ofd->layout, width * OFD_POINTS, height * OFD_POINTS);
    if (entry)
        read_own_resources(ofd, entry, &head);
    for (unsigned i = 0; i < head.n_templates; i++) {
        const struct zip_entry *below = template_of(list, head.templates[i]);
        whole = below && page_draw(ofd, below) && whole;
    }
    whole = entry && page_draw(ofd, entry) && whole;
    whole = annexes_draw(ofd, annexes, page->id) && whole;
    if (!whole)
        layout_damaged(ofd->layout);
}

static bool read_document(struct ofd *ofd, const char *root)
{
    struct listing list = {.ofd = ofd, .folder = ""};
    struct ofd_annexes annexes = {0};
    const struct zip_entry *entry = entry_of(&list, root);
    if (!entry)
        return false;
    list.folder = package_folder(ofd, entry);
    enum tallyd_result result = xml_read(ofd->zip, entry, &reader, &list);
    ofd->encrypted = ofd->encrypted || result == TALLYD_ENCRYPTED;
    read_resources(&list);
    bool whole = annexes_read(ofd, entry_of(&list, list.annotations), &annexes);
    for (uint32_t i = 0; i < list.pages.n; i++)
        read_page(&list, &list.pages.items[i], &annexes);
    annexes_attached(ofd, entry_of(&list, list.attachments));
    if ((result != TALLYD_OK || !whole) && list.pages.n)
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
        put_name(&list, &list.roots, "Doc_0/Document.xml", "");
    for (uint32_t i = 0; i < list.roots.n; i++)
        any = read_document(ofd, list.roots.items[i].place) || any;
    if (any)
        return TALLYD_OK;
    return entry || zip_damaged(ofd->zip) ? TALLYD_CORRUPT
                                          : TALLYD_UNSUPPORTED; /* a container of another kind */
}
