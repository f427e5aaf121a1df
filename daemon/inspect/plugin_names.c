#include "plugin_names.h"

#include <stddef.h>
#include <strings.h>

struct name {
    const char *suffix, *plugin;
};

struct beginning {
    struct slice bytes;
    const char *suffix; /* only with this one, or NULL: always */
    const char *plugin;
};

static const struct name names[] = {
    {".docx", "ooxml"}, {".docm", "ooxml"}, {".dotx", "ooxml"}, {".xlsx", "ooxml"}, {".xlsm", "ooxml"},
    {".doc", "ole"},    {".xls", "ole"},    {".wps", "ole"},    {".et", "ole"},     {".pdf", "pdf"},
    {".ofd", "ofd"},    {".html", "html"},  {".htm", "html"},   {".mht", "html"},   {".mhtml", "html"},
    {".odt", "odf"},    {".ods", "odf"},    {".txt", "text"},   {".csv", "text"},   {".tsv", "text"},
    {".md", "text"},    {".rtf", "rtf"},
};

/* Zip containers are told apart by their names. */
static const struct beginning beginnings[] = {
    {{"{\\rtf", 5}, NULL, "rtf"},           {{"%PDF", 4}, NULL, "pdf"},
    {{"\xD0\xCF\x11\xE0", 4}, NULL, "ole"}, {{"PK\3\4", 4}, ".ofd", "ofd"},
    {{"PK\3\4", 4}, ".odt", "odf"},         {{"PK\3\4", 4}, ".ods", "odf"},
    {{"PK\3\4", 4}, ".docx", "ooxml"},      {{"PK\3\4", 4}, ".xlsx", "ooxml"},
    {{"PK\3\4", 4}, ".doc", "ooxml"},       {{"PK\3\4", 4}, ".xls", "ooxml"},
    {{"<!doctype html", 14}, NULL, "html"}, {{"<html", 5}, NULL, "html"},
    {{"MIME-Version:", 13}, NULL, "html"},
};

static bool ends_in(struct slice name, const char *suffix)
{
    struct slice s = slice_of(suffix);
    return name.len >= s.len && strncasecmp(name.at + name.len - s.len, s.at, s.len) == 0;
}

const char *plugin_names_suffix(struct slice name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ends_in(name, names[i].suffix))
            return names[i].suffix;
    return NULL;
}

static bool begins(struct slice bytes, struct slice with)
{
    return bytes.len >= with.len && strncasecmp(bytes.at, with.at, with.len) == 0;
}

const char *plugin_names_wanted(struct slice bytes, struct slice name)
{
    if (slice_starts(bytes, S("\xEF\xBB\xBF")))
        bytes = slice_sub(bytes, 3, bytes.len);
    bytes = slice_trim(bytes);
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        const struct beginning *b = &beginnings[i];
        if (begins(bytes, b->bytes) && (!b->suffix || ends_in(name, b->suffix)))
            return b->plugin;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ends_in(name, names[i].suffix))
            return names[i].plugin;
    return NULL;
}
