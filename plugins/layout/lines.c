#include "priv.h"

/* In sizes of the type: how far baselines of one line may lie apart, how near a second copy of a glyph lies. */
#define SAME_LINE 0.45f
#define SAME_SPOT 0.25f
/* A gap that is a blank, in sizes of the type: beside figures, whose narrow 1 stands in a wide field, beside
 * Latin letters, beside Han characters, and where the file itself has a blank: between words of letters it is one however a full line
 * squeezes it. */
#define GAP_FIGURE 0.45f
#define GAP_LETTER 0.2f
#define GAP_HAN    0.6f
#define GAP_BLANK  0.12f
#define GAP_SPACE  0.04f
/* What is raised is at most so large and stands at least so high, in sizes of the type before it. */
#define RAISED_SIZE 0.8f
#define RAISED_BY   0.15f
/* Points between a cell's border and its text, at most. */
#define PADDING_MAX 5.5f

bool lines_is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) || c == 0xFEFF;
}

bool lines_is_han(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x323AF) || (c >= 0x2014 && c <= 0x2026);
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* What stands in figures besides digits. */
static bool in_figure(uint32_t c)
{
    return is_digit(c) || c == ',' || c == '.' || c == '-' || c == '%';
}

static bool is_letter(uint32_t c)
{
    return !lines_is_blank(c) && !lines_is_han(c);
}

static int compare_base(const void *a, const void *b)
{
    const struct layout_glyph *x = a, *y = b;
    return x->y < y->y ? -1 : x->y > y->y;
}

static int compare_x(const void *a, const void *b)
{
    const struct layout_glyph *x = a, *y = b;
    if (x->x < y->x || x->x > y->x)
        return x->x < y->x ? -1 : 1;
    return x->code < y->code ? -1 : x->code > y->code;
}

/* Bytes of UTF-8. */
static size_t put_code(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    to[0] = (char)(more == 1 ? 0xC0 | c >> 6 : more == 2 ? 0xE0 | c >> 12 : 0xF0 | c >> 18);
    for (size_t i = 1; i <= more; i++)
        to[i] = (char)(0x80 | ((c >> (6 * (more - i))) & 0x3F));
    return more + 1;
}

uint32_t lines_code(struct layout_text text, size_t at, size_t *ret_bytes)
{
    unsigned char c = (unsigned char)text.at[at];
    size_t bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    uint32_t code = bytes == 1 ? c : c & (0xFFu >> (bytes + 1));
    for (size_t i = 1; i < bytes; i++)
        code = code << 6 | ((unsigned char)text.at[at + i] & 0x3F);
    *ret_bytes = bytes;
    return code;
}

static uint32_t last_code(struct layout_text text)
{
    size_t at = text.len - 1, bytes;
    while (at && ((unsigned char)text.at[at] & 0xC0) == 0x80)
        at--;
    return lines_code(text, at, &bytes);
}

/* Whether a blank belongs between two neighbours on a line. */
static bool has_gap(const struct layout_glyph *a, const struct layout_glyph *b, bool blank)
{
    float gap = (b->x - (a->x + a->width)) / fmaxf(fmaxf(a->size, b->size), 1e-3f);
    bool figure = in_figure(a->code) && in_figure(b->code);
    bool letters = !figure && is_letter(a->code) && is_letter(b->code);
    float least = figure ? GAP_FIGURE : letters ? GAP_LETTER : GAP_HAN;
    return gap > least || (blank && gap > (letters ? GAP_SPACE : GAP_BLANK));
}

static bool is_copy(const struct layout_glyph *a, const struct layout_glyph *b)
{
    return a->code == b->code && fabsf(a->x - b->x) < SAME_SPOT * fminf(a->width, a->size);
}

/* A code that text may have: what is no character becomes the replacement character. */
static uint32_t sane_code(uint32_t c)
{
    bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    return c < ' ' || c == 0x7F || surrogate || c > 0x10FFFF ? LAYOUT_UNKNOWN : c;
}

/* Whether a digit is a note's number or an exponent behind a digit of this size: not one digit more. */
static bool is_raised(const struct layout_glyph *before, const struct layout_glyph *g)
{
    return is_digit(g->code) && is_digit(before->code) && g->size < RAISED_SIZE * before->size &&
           before->y - g->y > RAISED_BY * before->size;
}

static uint32_t raised_code(uint32_t digit)
{
    static const uint32_t first[] = {0x2070, 0xB9, 0xB2, 0xB3};
    uint32_t n = digit - '0';
    return n < sizeof first / sizeof *first ? first[n] : 0x2070 + n;
}

static bool is_raised_code(uint32_t c)
{
    return c == 0xB9 || c == 0xB2 || c == 0xB3 || (c >= 0x2070 && c <= 0x2079);
}

struct layout_text lines_text(struct layout *l, uint32_t first, uint32_t end)
{
    char *to = scratch_alloc(l, (end - first) * (size_t)5 + 1);
    size_t n = 0;
    const struct layout_glyph *last = NULL, *level = NULL; /* the last one that is not raised */
    bool blank = false;
    for (uint32_t i = first; i < end; i++) {
        const struct layout_glyph *g = &l->glyphs.items[i];
        bool is_blank = lines_is_blank(g->code);
        blank = blank || is_blank;
        if (is_blank || (last && is_copy(last, g)))
            continue;
        if (last && has_gap(last, g, blank))
            to[n++] = ' ';
        bool raised = level && is_raised(level, g);
        n += put_code(to + n, raised ? raised_code(g->code) : sane_code(g->code));
        level = raised ? level : g;
        last = g;
        blank = false;
    }
    return (struct layout_text){to, n};
}

/* Glyphs [first, end) stand on one line. */
static void push_line(struct layout *l, uint32_t first, uint32_t end, struct layout_lines *to)
{
    struct layout_glyph *at = l->glyphs.items;
    if (end > first)
        qsort(at + first, end - first, sizeof *at, compare_x);
    struct layout_line line = {.first = first, .n = end - first, .x0 = INFINITY, .x1 = -INFINITY};
    for (uint32_t i = first; i < end; i++) {
        if (lines_is_blank(at[i].code))
            continue;
        line.x0 = fminf(line.x0, at[i].x);
        line.x1 = fmaxf(line.x1, at[i].x + at[i].width);
        line.base = at[i].size >= line.size ? at[i].y : line.base;
        line.size = fmaxf(line.size, at[i].size);
    }
    if (!(line.x0 <= line.x1))
        return;
    line.text = lines_text(l, first, end);
    *SCRATCH_PUSH(l, to) = line;
}

void lines_find(struct layout *l, uint32_t first, uint32_t end, struct layout_lines *to)
{
    struct layout_glyph *at = l->glyphs.items;
    if (end > first)
        qsort(at + first, end - first, sizeof *at, compare_base);
    while (first < end) {
        uint32_t next = first + 1;
        float size = at[first].size;
        while (next < end && at[next].y - at[first].y < SAME_LINE * fmaxf(size, at[next].size)) {
            size = fmaxf(size, at[next].size);
            next++;
        }
        push_line(l, first, next, to);
        first = next;
    }
}

const char *lines_joint(struct layout_text before, struct layout_text after)
{
    if (!before.len || !after.len)
        return "";
    size_t bytes;
    uint32_t a = last_code(before), b = lines_code(after, 0, &bytes);
    bool words = is_letter(a) && is_letter(b) && !(in_figure(a) && in_figure(b)) && a != '-';
    return words ? " " : "";
}

struct layout_text lines_concat(struct layout *l, struct layout_text a, const char *joint,
                                struct layout_text b)
{
    size_t len = strlen(joint);
    char *to = scratch_alloc(l, a.len + len + b.len + 1);
    memcpy(to, a.at, a.len);
    stpcpy(to + a.len, joint);
    if (b.len)
        memcpy(to + a.len + len, b.at, b.len);
    return (struct layout_text){to, a.len + len + b.len};
}

float lines_lead(const struct layout *l, const struct layout_line *line)
{
    const struct layout_glyph *at = &l->glyphs.items[line->first];
    uint32_t i = 0;
    while (i < line->n && lines_is_blank(at[i].code))
        i++;
    uint32_t start = i;
    while (i + 1 < line->n && is_letter(at[i].code) && is_letter(at[i + 1].code))
        i++;
    return i < line->n ? at[i].x + at[i].width - at[start].x : 0;
}

bool lines_is_dash(struct layout_text text)
{
    static const char *const dashes[] = {"-", "—", "――", "——", "－", "–", "/"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (text.len == strlen(dashes[i]) && memcmp(text.at, dashes[i], text.len) == 0)
            return true;
    return false;
}

/* The room that is left on a line between two edges: beside its end where the next line begins below its beginning, else
 * on both sides, for it may stand in the middle, as figures do. */
static float room_on(const struct layout_line *a, const struct layout_line *b, bool figure, float left,
                     float right)
{
    float before = fmaxf(a->x0 - left, 0), after = fmaxf(right - a->x1, 0);
    if (!figure && fabsf(a->x0 - b->x0) < SAME_SPOT * a->size)
        return after - fminf(before, PADDING_MAX);
    return before + after - 2 * fminf(fminf(before, after), PADDING_MAX);
}

bool lines_is_full(const struct layout_line *line, float left, float right)
{
    return room_on(line, line, true, left, right) < line->size;
}

static size_t digits_of(struct layout_text text, bool from_end)
{
    size_t n = 0;
    while (n < text.len && is_digit((unsigned char)text.at[from_end ? text.len - 1 - n : n]))
        n++;
    return n;
}

/* Whether the end of a line is a figure that lacks digits, and the next line begins with as many: 1,234,5 · 67 or
 * 98.2 · 5. Two whole figures below each other are two, however narrow their cell. */
static bool is_cut(struct layout_text a, struct layout_text b)
{
    size_t before = digits_of(a, true), after = digits_of(b, false);
    unsigned mark = before < a.len ? (unsigned char)a.at[a.len - 1 - before] : 0u;
    bool whole = after == b.len || b.at[after] == ',' || b.at[after] == '.';
    return (mark == ',' && before < 3 && before + after == 3 && whole) ||
           (mark == '.' && before == 1 && after == 1 && after == b.len);
}

/* Whether a text ends with a code, letters among its digits: XM20230100. What goes on with one is no figure. */
static bool ends_with_code(struct layout_text text)
{
    size_t at = text.len;
    while (at && (unsigned char)text.at[at - 1] > ' ' && (unsigned char)text.at[at - 1] < 0x7F) {
        unsigned char c = (unsigned char)text.at[--at] | 0x20;
        if (c >= 'a' && c <= 'z')
            return true;
    }
    return false;
}

/* Whether the line is full, so that the next one's beginning is its continuation. A figure is broken only where
 * not one more digit fits, or at its separator. */
static const char *joint_of(const struct layout *l, const struct layout_line *a, const struct layout_line *b,
                            float left, float right)
{
    size_t bytes;
    uint32_t before = last_code(a->text), after = lines_code(b->text, 0, &bytes);
    bool figure = in_figure(before) && in_figure(after) && !ends_with_code(a->text);
    if (lines_is_dash(a->text) || lines_is_dash(b->text))
        return "\n";
    if (figure && (before == ',' || before == '.' || after == ',' || after == '.'))
        return "";
    if (figure && !is_cut(a->text, b->text))
        return "\n";
    float need = figure ? 0.6f * b->size : lines_lead(l, b);
    return room_on(a, b, figure, left, right) < need + 0.3f * b->size ? lines_joint(a->text, b->text) : "\n";
}

bool lines_go_on(const struct layout *l, const struct layout_line *a, const struct layout_line *b, float left,
                 float right)
{
    return *joint_of(l, a, b, left, right) != '\n';
}

struct layout_text lines_join(struct layout *l, const struct layout_line *lines, uint32_t n, float left,
                              float right)
{
    size_t len = 1, at = 0;
    for (uint32_t i = 0; i < n; i++)
        len += lines[i].text.len + 1;
    char *to = scratch_alloc(l, len);
    for (uint32_t i = 0; i < n; i++) {
        const char *joint = i ? joint_of(l, &lines[i - 1], &lines[i], left, right) : "";
        at = (size_t)(stpcpy(to + at, joint) - to);
        memcpy(to + at, lines[i].text.at, lines[i].text.len);
        at += lines[i].text.len;
    }
    return (struct layout_text){to, at};
}

bool lines_is_figure(struct layout_text text)
{
    size_t digits = 0, bytes;
    for (size_t i = 0; i < text.len; i += bytes) {
        uint32_t c = lines_code(text, i, &bytes);
        digits += is_digit(c);
        if (!in_figure(c) && c != '(' && c != ')' && c != '+' && c != ' ' && !(digits && is_raised_code(c)))
            return false;
    }
    return digits > 0;
}
