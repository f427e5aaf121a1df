#include "ofd.h"

#include <stdlib.h>
#include <string.h>

enum { OTHER, PAGE, FILE_PLACE, ATTACHMENT, TAGS };

static const char *const tags[TAGS] = {
    [PAGE] = "ofd:Page", [FILE_PLACE] = "ofd:FileLoc", [ATTACHMENT] = "ofd:Attachment"};

/* A list being read. */
struct annex_list {
    struct ofd *ofd;
    const char *folder; /* of the list */
    const char *page;   /* the ID of the one that the next file is of; NULL for none */
    unsigned open;
    struct ofd_annexes annexes;
};

static const char *copy(const struct annex_list *list, const char *text)
{
    return text ? package_copy(list->ofd, text, strlen(text)) : NULL;
}

static void on_start(void *context, unsigned tag, const struct xml_attributes *attributes)
{
    struct annex_list *list = context;
    list->open = tag;
    if (tag == PAGE)
        list->page = copy(list, xml_get(attributes, "PageID"));
    const char *name = xml_get(attributes, "Name"), *suffix = xml_get(attributes, "Format");
    if (tag == ATTACHMENT && name && xml_truth(attributes, "Visible", true))
        layout_attached(list->ofd->layout, name, strchr(name, '.') ? NULL : suffix);
}

static void on_end(void *context, unsigned tag)
{
    (void)tag;
    ((struct annex_list *)context)->open = OTHER;
}

static void on_text(void *context, const char *text, size_t length)
{
    struct annex_list *list = context;
    struct ofd_annexes *to = &list->annexes;
    if (list->open != FILE_PLACE || !list->page)
        return;
    to->items = package_room(list->ofd, to->items, to->n, &to->cap, sizeof *to->items);
    to->items[to->n++] = (struct ofd_annex){
        list->page, package_find(list->ofd, list->folder, package_copy(list->ofd, text, length))};
}

static const struct xml_reader reader = {ofd_spaces, tags, TAGS, on_start, on_end, on_text};

static int compare_annexes(const void *a, const void *b)
{
    const struct ofd_annex *x = a, *y = b;
    return strcmp(x->page, y->page);
}

bool annexes_read(struct ofd *ofd, const struct zip_entry *entry, struct ofd_annexes *ret)
{
    struct annex_list list = {.ofd = ofd};
    if (!entry)
        return true;
    list.folder = package_folder(ofd, entry);
    enum tallyd_result result = xml_read(ofd->zip, entry, &reader, &list);
    if (list.annexes.n)
        qsort(list.annexes.items, list.annexes.n, sizeof *list.annexes.items, compare_annexes);
    *ret = list.annexes;
    return result == TALLYD_OK;
}

bool annexes_draw(struct ofd *ofd, const struct ofd_annexes *annexes, const char *page)
{
    bool whole = true;
    uint32_t from = 0, to = annexes->n;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (strcmp(annexes->items[middle].page, page) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < annexes->n && strcmp(annexes->items[from].page, page) == 0; from++)
        whole = annexes->items[from].entry && page_annotate(ofd, annexes->items[from].entry) && whole;
    return whole;
}

void annexes_attached(struct ofd *ofd, const struct zip_entry *entry)
{
    struct annex_list list = {.ofd = ofd, .folder = ""};
    if (entry)
        xml_read(ofd->zip, entry, &reader, &list);
}
