#include "mime.h"

#include "../common/memory.h"

#include <string.h>
#include <strings.h>

enum {
#define X(name, value, why) LIMIT_##name = (value),
    MIME_LIMITS(X)
#undef X
};

#define MIME_DEPTH    4 /* messages in messages */
#define MIME_BOUNDARY 200

struct span {
    const char *at;
    size_t len;
};

/* What a part's head says. */
struct head {
    struct span type, encoding, charset, boundary;
};

struct reader {
    struct tallyd_builder *b;
    struct mime_pages pages;
    uint32_t parts;
};

static struct span trimmed(struct span s)
{
    while (s.len && strchr(" \t\r\n", *s.at))
        s.at++, s.len--;
    while (s.len && strchr(" \t\r\n", s.at[s.len - 1]))
        s.len--;
    return s;
}

static bool begins(struct span s, const char *with)
{
    return s.len >= strlen(with) && strncasecmp(s.at, with, strlen(with)) == 0;
}

static struct span line_of(struct span *rest)
{
    const char *end = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
    size_t n = end ? (size_t)(end - rest->at) + 1 : rest->len;
    struct span line = {rest->at, n};
    rest->at += n;
    rest->len -= n;
    return line;
}

/* A field with the lines that go on with it. */
static struct span field_of(struct span *rest)
{
    struct span field = line_of(rest);
    while (rest->len && (*rest->at == ' ' || *rest->at == '\t'))
        field.len += line_of(rest).len;
    return field;
}

/* `name=value` or `name="value"` among the parameters of a field. */
static struct span parameter(struct span field, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i + length + 1 < field.len; i++) {
        bool starts = i && strchr("; \t\r\n", field.at[i - 1]);
        if (!starts || strncasecmp(field.at + i, name, length) != 0 || field.at[i + length] != '=')
            continue;
        struct span value = {field.at + i + length + 1, field.len - i - length - 1};
        bool quoted = value.len && *value.at == '"';
        value.at += quoted;
        value.len -= quoted;
        size_t n = 0;
        while (n < value.len && !strchr(quoted ? "\"" : "; \t\r\n", value.at[n]))
            n++;
        return (struct span){value.at, n};
    }
    return (struct span){0};
}

static struct head read_head(struct span *rest)
{
    struct head head = {0};
    while (rest->len) {
        struct span field = field_of(rest);
        if (!trimmed(field).len)
            break;
        if (begins(field, "Content-Type:")) {
            head.type = trimmed((struct span){field.at + 13, field.len - 13});
            head.charset = parameter(field, "charset");
            head.boundary = parameter(field, "boundary");
        } else if (begins(field, "Content-Transfer-Encoding:")) {
            head.encoding = trimmed((struct span){field.at + 26, field.len - 26});
        }
    }
    return head;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

static size_t decode_quoted(struct span from, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < from.len; i++) {
        bool mark = from.at[i] == '=';
        if (mark && i + 1 < from.len && from.at[i + 1] == '\n') {
            i++;
        } else if (mark && i + 2 < from.len && from.at[i + 1] == '\r' && from.at[i + 2] == '\n') {
            i += 2;
        } else if (mark && i + 2 < from.len && hex(from.at[i + 1]) >= 0 && hex(from.at[i + 2]) >= 0) {
            to[n++] = (char)(hex(from.at[i + 1]) << 4 | hex(from.at[i + 2]));
            i += 2;
        } else {
            to[n++] = from.at[i];
        }
    }
    return n;
}

static size_t decode_base64(struct span from, char *to)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;
    size_t n = 0;
    unsigned held = 0;
    for (size_t i = 0; i < from.len && from.at[i] != '='; i++) {
        const char *digit = from.at[i] ? strchr(digits, from.at[i]) : NULL;
        if (!digit)
            continue;
        bits = bits << 6 | (uint32_t)(digit - digits);
        held += 6;
        if (held >= 8) {
            held -= 8;
            to[n++] = (char)(bits >> held);
        }
    }
    return n;
}

static void add_page(struct reader *r, const struct head *head, struct span body)
{
    struct mime_pages *pages = &r->pages;
    struct mime_page page = {body.at, body.len, charset_named(head->charset.at, head->charset.len)};
    char *to = r->b->ops->alloc(r->b, body.len + 1);
    if (begins(head->encoding, "quoted-printable"))
        page = (struct mime_page){to, decode_quoted(body, to), page.set};
    else if (begins(head->encoding, "base64"))
        page = (struct mime_page){to, decode_base64(body, to), page.set};
    if (pages->n == pages->cap) {
        pages->cap = pages->cap ? pages->cap * 2 : 8;
        pages->items = memory_resize(r->b, pages->items, pages->n * sizeof page, pages->cap * sizeof page);
    }
    pages->items[pages->n++] = page;
}

/* Where the next line stands that is a boundary; the end of the text where none does. */
static struct span next_boundary(struct span text, struct span boundary)
{
    while (text.len) {
        struct span before = text, line = line_of(&text);
        if (line.len >= boundary.len + 2 && memcmp(line.at, "--", 2) == 0 &&
            memcmp(line.at + 2, boundary.at, boundary.len) == 0)
            return before;
    }
    return text;
}

static void read_part(struct reader *r, struct span part, unsigned depth)
{
    struct head head = read_head(&part);
    if (++r->parts > LIMIT_mime_parts)
        r->b->ops->limit(r->b, "mime_parts");
    if (begins(head.type, "text/html") || begins(head.type, "application/xhtml")) {
        add_page(r, &head, part);
        return;
    }
    if (!begins(head.type, "multipart/") || depth >= MIME_DEPTH || !head.boundary.len ||
        head.boundary.len > MIME_BOUNDARY)
        return;
    struct span at = next_boundary(part, head.boundary);
    for (;;) {
        struct span line = line_of(&at);
        if (!line.len ||
            begins((struct span){line.at + 2 + head.boundary.len, line.len - 2 - head.boundary.len}, "--"))
            break;
        struct span end = next_boundary(at, head.boundary);
        read_part(r, (struct span){at.at, (size_t)(end.at - at.at)}, depth + 1);
        r->pages.cut = r->pages.cut || !end.len;
        at = end;
    }
}

bool mime_is(const char *head, size_t size)
{
    struct span rest = {head, size};
    struct span first = line_of(&rest);
    if (!begins(first, "MIME-Version:") && !begins(first, "From:") && !begins(first, "Content-Type:") &&
        !begins(first, "Subject:") && !begins(first, "Date:"))
        return false;
    rest = (struct span){head, size};
    struct span type = read_head(&rest).type;
    return begins(type, "multipart/") || begins(type, "text/html");
}

struct mime_pages mime_read(struct tallyd_builder *b, const char *bytes, size_t size)
{
    struct reader r = {.b = b};
    read_part(&r, (struct span){bytes, size}, 0);
    return r.pages;
}
