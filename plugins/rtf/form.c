#include "rtf.h"

#define RESULT_UNSET 25 /* \\ffres: as \\ffdefres says */

enum { CHECK_BOX = 1, LIST = 2 }; /* \\fftype */

static int result_of(const struct rtf_box *box)
{
    return box->result == RESULT_UNSET ? box->standard : box->result;
}

void form_begin(struct rtf *r)
{
    r->group->into = RTF_DROP;
    r->group->end = RTF_END_BOX;
    r->box = (struct rtf_box){.result = RESULT_UNSET};
    str_clear(&r->choice);
}

void form_choice(struct rtf *r)
{
    bool chosen = r->box.choices++ == result_of(&r->box);
    r->group->into = chosen && r->box.type == LIST ? RTF_CHOICE : RTF_DROP;
}

void form_end(struct rtf *r)
{
    struct str *text = &r->group->story->text;
    if (r->group->hidden || r->group->deleted)
        return;
    if (r->box.type == CHECK_BOX)
        str_puts(text, result_of(&r->box) ? "☑" : "□");
    else if (r->choice.len)
        str_add(text, r->choice.at, r->choice.len);
}
