#include "priv.h"

/* Files inside the document that are named; of more, only that there are more. */
#define ATTACHED_MAX 5u

static const char *concat(struct layout *l, const char *a, const char *b, const char *c)
{
    char *to = l->b->ops->alloc(l->b, strlen(a) + strlen(b) + strlen(c) + 1);
    stpcpy(stpcpy(stpcpy(to, a), b), c);
    return to;
}

void layout_note(struct layout *l, const char *text)
{
    l->notes.text = l->notes.text ? concat(l, l->notes.text, "；", text) : concat(l, text, "", "");
    l->b->ops->note(l->b, l->notes.text);
}

void layout_attached(struct layout *l, const char *name, const char *suffix)
{
    struct layout_notes *notes = &l->notes;
    if (notes->n_attached++ >= ATTACHED_MAX || !*name)
        return;
    const char *whole = suffix ? concat(l, name, ".", suffix) : name;
    notes->attached = notes->attached ? concat(l, notes->attached, "、", whole) : concat(l, whole, "", "");
}

void notes_attached(struct layout *l)
{
    const struct layout_notes *notes = &l->notes;
    if (notes->attached)
        layout_note(l, concat(l, "文件带有附件 ", notes->attached,
                              notes->n_attached > ATTACHED_MAX ? " 等，没有读" : "，没有读"));
}

void layout_aside(struct layout *l, const char *text, size_t length)
{
    if (!length)
        return;
    struct layout_item *item = LAYOUT_PUSH(l, &l->items);
    item->kind = LAYOUT_ASIDE;
    item->page = l->pages.n;
    item->line.text = scratch_keep_text(l, (struct layout_text){text, length});
}
