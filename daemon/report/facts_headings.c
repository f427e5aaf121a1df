/* What the headings above a sentence say of all its figures: of what version and year they are. */
#include "facts_priv.h"

/* A longer one is a sentence. */
#define TITLE_BYTES 120
/* Headings nest no deeper; bounds the climb. */
#define HEADINGS_DEEP 6

static enum version title_version(struct fact_reader *reader, struct slice title)
{
    if (title.len == 0 || title.len > TITLE_BYTES)
        return VERSION_UNKNOWN;
    struct words w = words_of(reader, title);
    if (lexicon_is_budget(w.version) || w.version == VERSION_ACTUAL)
        return w.version;
    return words_has(&w, WORD_SPENT) ? VERSION_ACTUAL : VERSION_UNKNOWN;
}

static enum version headings_version(struct fact_reader *reader, const struct mark *mark, uint32_t section)
{
    const struct document *doc = reader->report->document;
    enum version v = VERSION_UNKNOWN;
    for (int i = 0; i < HEADINGS_DEEP && mark && !v; i++) {
        v = title_version(reader, mark->title.s);
        mark = mark->parent < doc->n_marks ? &doc->marks[mark->parent] : NULL;
    }
    for (uint32_t deep = 0; deep < HEADINGS_DEEP && section && !v; deep++) {
        v = title_version(reader, doc->sections[section].title.s);
        section = doc->sections[section].parent;
    }
    return v;
}

/* What the headings above say of all their figures: `年初预算批复情况`; the nearest one that says anything.
 * Sentences under one heading follow each other, so that the last answer is kept. */
enum version facts_heading_version(struct fact_reader *reader, const struct sentence *s)
{
    const struct document *doc = reader->report->document;
    const struct mark *mark = document_mark_at(doc, text_offset(&s->text, 0));
    uint32_t section = doc->blocks[s->block].section;
    if (mark != reader->mark || section != reader->section) {
        reader->heading = headings_version(reader, mark, section);
        reader->mark = mark;
        reader->section = section;
    }
    return reader->heading;
}

/* The year that the nearest heading below the document's title names, `二、2026年预算草案`; 0 for none. */
int facts_heading_year(const struct document *doc, const struct sentence *s)
{
    int year = 0;
    uint32_t i = s->cell ? 0 : doc->blocks[s->block].section;
    for (uint32_t deep = 0; deep < HEADINGS_DEEP && i && doc->sections[i].level > 1 && !year; deep++) {
        year = words_year(doc->sections[i].title.s);
        i = doc->sections[i].parent;
    }
    return year;
}
