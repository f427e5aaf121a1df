#include "config.h"
#include "config_table.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COMMENT_WIDTH 110 /* columns; a Chinese character takes two */

static const char *const type_names[CONFIG_TYPES] = {
    [CONFIG_BOOL] = "yes or no",
    [CONFIG_COUNT] = "number",
    [CONFIG_MS] = "time (ms, s, m, h, d)",
    [CONFIG_SECONDS] = "time (s, m, h, d)",
    [CONFIG_SIZE] = "size (K, M, G)",
    [CONFIG_PATH] = "path",
    [CONFIG_WORD] = "word",
    [CONFIG_SWITCH] = "word",
    [CONFIG_WORDS] = "list",
    [CONFIG_FOLDERS] = "list of folders",
};

static unsigned columns(const char *text, size_t length)
{
    unsigned n = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        n += (byte & 0xC0) != 0x80;
        n += byte >= 0xE0;
    }
    return n;
}

/* The text as comment lines, broken at blanks. */
static void print_comment(const char *text)
{
    unsigned at = 0;
    while (*text) {
        size_t n = strcspn(text, " ");
        unsigned width = columns(text, n) + 1;
        if (at && at + width > COMMENT_WIDTH) {
            putchar('\n');
            at = 0;
        }
        printf("%s%.*s", at ? " " : "# ", (int)n, text);
        at += width;
        text += n + (text[n] == ' ');
    }
    putchar('\n');
}

static void print_key(const struct config_key *key, bool in_example)
{
    putchar('\n');
    print_comment(key->manual);
    if (key->choices && strlen(key->choices) < COMMENT_WIDTH / 2)
        printf("# One of: %s.\n", key->choices);
    if (!in_example)
        printf("#%s =%s%s\n", key->name, key->initial ? " " : "", key->initial ? key->initial : "");
}

static bool names_key(const struct config_section *section, const char *name)
{
    const char *line = strchr(section->example, '\n');
    size_t n = strlen(name);
    return line && strncmp(line + 1, name, n) == 0 && line[1 + n] == ' ';
}

static void print_section(const struct config_section *section)
{
    putchar('\n');
    print_comment(section->manual);
    size_t header = strcspn(section->example, "\n");
    printf("%.*s\n", (int)header, section->example);
    for (unsigned k = 0; k < config_n_keys; k++) {
        if (strcmp(config_keys[k].section, section->name) != 0)
            continue;
        bool given = names_key(section, config_keys[k].name);
        print_key(&config_keys[k], given);
        if (given)
            puts(section->example + header + 1);
    }
    if (*section->example == '#')
        printf("%s\n", section->example + header + 1);
}

void config_print(void)
{
    print_comment(
        "tallyd.conf: every key with its default. Files tallyd.conf.d/*.conf are read after this one, in the "
        "order of their names, and override it. Check with `tallyd --check-config', then `systemctl reload "
        "tallyd'. 各项均列出默认值；修改后先用 tallyd --check-config 检查，再执行 systemctl reload tallyd。");
    for (unsigned i = 0; i < config_n_sections; i++)
        print_section(&config_sections[i]);
}

/* roff: a backslash and a leading dot or quote are special, a minus is a hyphen unless escaped. */
static void print_roff(const char *text)
{
    for (const char *at = text; *at; at++) {
        bool start = at == text || at[-1] == '\n';
        if (start && strchr(".'", *at))
            fputs("\\&", stdout);
        if (*at == '\\')
            fputs("\\e", stdout);
        else if (*at == '-')
            fputs("\\-", stdout);
        else if (*at == '~')
            fputs("\\(ti", stdout);
        else if (*at == '`')
            fputs("\\(oq", stdout);
        else
            putchar(*at);
    }
}

static void print_manual_key(const struct config_key *key)
{
    printf(".TP\n.B %s\n", key->name);
    print_roff(key->manual);
    printf("\n.br\n");
    print_roff(type_names[key->type]);
    if (key->choices) {
        fputs(", one of: ", stdout);
        print_roff(key->choices);
    }
    if (key->initial) {
        fputs("; default: ", stdout);
        print_roff(key->initial);
    }
    if (!key->reloadable)
        fputs("; a change needs a restart", stdout);
    putchar('\n');
}

static const char manual_head[] =
    ".\\\" Made by tallyd --print-manual from daemon/tallyd/config_table.c; change it there.\n"
    ".TH TALLYD.CONF 5 2026-11-22 tallyd\n"
    ".SH NAME\ntallyd.conf \\- configuration of tallyd(8)\n"
    ".SH SYNOPSIS\n.I /etc/tallyd/tallyd.conf\n.br\n.I /etc/tallyd/tallyd.conf.d/*.conf\n"
    ".SH DESCRIPTION\n"
    "Sections in brackets, in each of them lines\n.IR key \" = \" value .\n"
    "Lines that begin with # or ; are comments, and so is what follows a blank and a semicolon.\n"
    "A line has at most 196 bytes; lists may go on over indented lines. Times and sizes need their unit.\n"
    "The files of the folder\n.I tallyd.conf.d\nare read after the main file in the order of their names; a "
    "key in a later file replaces the earlier one, but no file may give a key twice.\n.PP\n"
    "Unknown sections and keys, bad values and folders that cannot be read are errors, each told with file "
    "and line: the daemon does not start with them, and a reload with them changes nothing.\n"
    ".B tallyd \\-\\-check\\-config\nfinds them beforehand. A reload (SIGHUP,\n.BR \"tallyctl reload\" )\n"
    "takes up every change but those marked below.\n"
    ".SH KEYS\n";

static const char manual_tail[] =
    ".SH EXAMPLE\n.nf\n[watch drop]\npath = /srv/tallyd/drop\nignore = *.tmp *.part\n    *.bak\n\n"
    "[rule budget.overrun]\nlimit = 105\nseverity = error\n\n"
    "[sink syslog]\nfacility = local3\n.fi\n"
    ".SH SEE ALSO\n.BR tallyd (8),\n.BR tallyctl (1)\n";

void config_print_manual(void)
{
    fputs(manual_head, stdout);
    for (unsigned i = 0; i < config_n_sections; i++) {
        const struct config_section *section = &config_sections[i];
        printf(".SS \"[%s%s%s]\"\n", section->name, section->argument ? " " : "",
               section->argument ? section->argument : "");
        print_roff(section->manual);
        putchar('\n');
        for (unsigned k = 0; k < config_n_keys; k++)
            if (strcmp(config_keys[k].section, section->name) == 0)
                print_manual_key(&config_keys[k]);
    }
    fputs(manual_tail, stdout);
}
