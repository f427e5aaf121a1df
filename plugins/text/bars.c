/* The bar shape: a cell is its text and a bar at a line's end, a lone bar is an empty cell, and a line of
 * bars ends the row and pads it to the table's width. So every row has as many bars as the table is wide, and
 * the width is what all rows' bars have in common. In some files a lone bar begins each row: an empty cell in
 * front of all. Where no width fits, lone bars are all that parts the rows. */
#include "lines.h"

#include <string.h>

/* Lines looked ahead to tell a cell of several lines from text between two tables. */
#define BARS_LOOK_AHEAD 40
/* Rows that make a width certain: a row that does not fit then is odd, or begins another table. */
#define BARS_CERTAIN 3
/* Columns tried for a table that has no bars of its own to tell its width, and cells that may still be one
 * row. */
#define BARS_PERIOD_MAX 24
#define BARS_ROW_MAX    64
/* A row of a lone bar and two cells is the least that a table can have. */
#define BARS_START_MIN 3
/* Full rows below a head that make its columns certain. */
#define BARS_FULL_MIN 2

/* A cell (bars 1) or the padding of a row (bars 2 and more). */
struct bar_token {
    struct piece text;
    unsigned bars;
    bool lone; /* a bar without text on its line */
};

struct bar_tokens {
    struct bar_token *items;
    size_t n, cap;
};

static size_t bars_sum(const struct bar_tokens *tokens, size_t from, size_t end)
{
    size_t sum = 0;
    for (size_t i = from; i < end; i++)
        sum += tokens->items[i].bars;
    return sum;
}

static size_t bars_gcd(size_t a, size_t b)
{
    while (b) {
        size_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool bars_has_digit(struct piece text)
{
    for (size_t i = 0; i < text.len; i++)
        if (lines_digit(text.at + i, text.at + text.len))
            return true;
    return false;
}

/* What stands before a table and in none of its cells: its name, and the unit of its figures. */
static bool bars_is_caption(struct piece line)
{
    struct piece text = lines_trim(line);
    return lines_ends(text, "表") ||
           (lines_ends(text, "元") && memmem(text.at, text.len, "单位", strlen("单位")));
}

/* The bars from a line without one up to the end of its row, or 0 where it is no part of a cell: a line with a bar must
 * follow, and after it the end of the row. `ret` is the cell, up to its bar. */
static size_t bars_to_row_end(struct lines lines, struct text_line first, struct piece *ret)
{
    struct text_line line = first;
    size_t bars = 0;
    for (unsigned i = 0; i < BARS_LOOK_AHEAD; i++) {
        if (line.look == LOOK_PROSE && bars_is_caption(line.text))
            return 0;
        if (!bars && line.look == LOOK_CELL)
            *ret = (struct piece){first.text.at, (size_t)(line.text.at + line.text.len - first.text.at)};
        if (line.look == LOOK_BARS)
            bars += bars ? line.bars : 0;
        else if (line.look == LOOK_CELL)
            bars++;
        else if (bars || line.look != LOOK_PROSE)
            return 0;
        if (line.look == LOOK_BARS && (!bars || line.bars > 1))
            return bars;
        if (!lines_next(&lines, &line))
            return 0;
    }
    return 0;
}

/* The bars of the last row, padding included; 0 where it has none. */
static size_t bars_of_last_row(const struct bar_tokens *tokens)
{
    size_t at = tokens->n, bars = 0;
    if (!at || tokens->items[at - 1].bars < 2)
        return 0;
    do
        bars += tokens->items[--at].bars;
    while (at && tokens->items[at - 1].bars == 1);
    return bars;
}

/* Inside a row any such line goes on with a cell; where a row begins it must make one as wide as the last. */
static bool bars_continues(const struct lines *behind, struct text_line first,
                           const struct bar_tokens *tokens, struct piece *ret)
{
    size_t bars = tokens->n ? bars_to_row_end(*behind, first, ret) : 0;
    bool inside = tokens->n && tokens->items[tokens->n - 1].bars == 1;
    return bars && (inside || bars == bars_of_last_row(tokens));
}

static void bars_add(struct lines *lines, struct bar_tokens *tokens, struct piece text, unsigned bars)
{
    tokens->items = lines_grow(lines->b, tokens->items, tokens->n, &tokens->cap, sizeof *tokens->items);
    tokens->items[tokens->n++] = (struct bar_token){text, bars, bars == 1 && !text.len};
}

/* Skips blank lines that stand before another line of the table. */
static bool bars_peek(struct lines *lines, struct text_line *ret)
{
    struct lines ahead = *lines;
    while (lines_next(&ahead, ret)) {
        if (ret->look == LOOK_BARS || ret->look == LOOK_CELL) {
            *lines = ahead;
            return true;
        }
        if (ret->look != LOOK_BLANK)
            break;
    }
    return lines_peek(lines, ret);
}

static void bars_collect(struct lines *lines, struct bar_tokens *tokens)
{
    struct text_line line;
    while (bars_peek(lines, &line)) {
        if (line.look == LOOK_BARS) {
            bars_add(lines, tokens, (struct piece){line.text.at, 0}, line.bars);
            continue;
        }
        if (line.look == LOOK_CELL) {
            bars_add(lines, tokens, line.text, 1);
            continue;
        }
        struct lines ahead = *lines;
        struct piece cell = {0};
        if (line.look != LOOK_PROSE || !lines_next(&ahead, &line) ||
            !bars_continues(&ahead, line, tokens, &cell))
            return;
        bars_add(lines, tokens, cell, 1);
        while (lines->at <= cell.at + cell.len && lines_next(lines, &line))
            continue;
    }
}

/* Rows up to and with the next padding: their bars, and those of the padding. */
static size_t bars_chunk(const struct bar_tokens *tokens, size_t from, size_t *ret_sum, unsigned *ret_padding)
{
    *ret_sum = *ret_padding = 0;
    for (size_t i = from; i < tokens->n; i++) {
        *ret_sum += tokens->items[i].bars;
        if (tokens->items[i].bars > 1) {
            *ret_padding = tokens->items[i].bars;
            return i + 1;
        }
    }
    return tokens->n;
}

/* The width of the table that begins at `from`, and where the next begins; 0 where no row is padded. */
static size_t bars_width(const struct bar_tokens *tokens, size_t from, size_t *ret_end)
{
    size_t width = 0, widest = 0, rows = 0, sum, next;
    unsigned padding;
    for (size_t at = from; at < tokens->n; at = next) {
        next = bars_chunk(tokens, at, &sum, &padding);
        *ret_end = next;
        if (!padding)
            break;
        size_t common = bars_gcd(width, sum), pads = padding > widest ? padding : widest;
        bool fits = (common > pads || padding == sum) && (common == width || rows < BARS_CERTAIN);
        if (width && !fits) {
            size_t after;
            bars_chunk(tokens, next, &after, &padding);
            if (!padding || after % width || after < width) {
                *ret_end = at;
                break;
            }
            continue;
        }
        width = common;
        widest = pads;
        rows++;
    }
    return width;
}

/* Without padding of two and more a lone bar at a row's end may be padding of one: the width is what their
 * places have in common. */
static size_t bars_width_of_lone(const struct bar_tokens *tokens, size_t from)
{
    size_t width = 0;
    for (size_t i = from; i < tokens->n; i++)
        if (tokens->items[i].lone)
            width = bars_gcd(width, i + 1 - from);
    return width > 1 && width <= BARS_ROW_MAX ? width : 0;
}

/* Whether there are lone bars at the ends of rows of this width and nowhere else: they end the rows. */
static bool bars_lone_end_rows(const struct bar_tokens *tokens, size_t from, size_t width)
{
    size_t lone = 0, all = bars_sum(tokens, from, tokens->n);
    for (size_t i = from; i < tokens->n; i++)
        lone += tokens->items[i].lone;
    return lone >= BARS_CERTAIN && lone * width == all;
}

/* Full rows only: the width under which figures stand under figures and words under words; 0 where there is none. */
static size_t bars_width_of_period(const struct bar_tokens *tokens, size_t from)
{
    size_t n = tokens->n - from;
    for (size_t width = 2; width <= BARS_PERIOD_MAX && width * 2 <= n; width++) {
        bool fits = n % width == 0;
        for (size_t i = 0; i < n && fits; i++)
            fits = bars_has_digit(tokens->items[from + i].text) == (i >= width && i % width > 0);
        if (fits)
            return width;
    }
    return 0;
}

/* ------------------------------------------------------------------ full rows */

/* What stands in a table's columns when it is read as `width` columns wide. */
struct bar_columns {
    unsigned figures[BARS_PERIOD_MAX], words[BARS_PERIOD_MAX];
    size_t rows; /* full ones below the head */
};

/* Counts one row; padding of two and more tells that cells were merged, so that they stand under others. */
static void bars_count_row(const struct bar_token *row, size_t n, struct bar_columns *columns)
{
    if (row[n - 1].bars > 1)
        return;
    columns->rows++;
    for (size_t c = 0; c < n; c++)
        if (row[c].text.len && bars_has_digit(row[c].text))
            columns->figures[c]++;
        else if (row[c].text.len)
            columns->words[c]++;
}

/* A head: words without figures, and nothing empty but at its end. */
static bool bars_is_head(const struct bar_token *row, size_t n)
{
    size_t filled = 0;
    while (filled < n && row[filled].text.len && !bars_has_digit(row[filled].text))
        filled++;
    for (size_t c = filled; c < n; c++)
        if (row[c].text.len)
            return false;
    return filled > 1;
}

/* Whether all rows of this width end where a cell or padding ends, the first of them a head. */
static bool bars_fill_columns(const struct bar_tokens *tokens, size_t from, size_t end, size_t width,
                              struct bar_columns *columns)
{
    *columns = (struct bar_columns){0};
    for (size_t at = from, next; at < end; at = next) {
        size_t sum = 0;
        for (next = at; next < end && sum < width; next++)
            sum += tokens->items[next].bars;
        if (sum != width || (at == from && !bars_is_head(&tokens->items[at], next - at)))
            return false;
        if (at > from)
            bars_count_row(&tokens->items[at], next - at, columns);
    }
    return true;
}

/* Figures stand under figures and words under words, but for one cell in ten; one column has figures alone. */
static bool bars_columns_agree(const struct bar_columns *columns, size_t width)
{
    unsigned alike = 0, other = 0;
    bool figures = false;
    for (size_t c = 0; c < width; c++) {
        unsigned f = columns->figures[c], w = columns->words[c];
        alike += f > w ? f : w;
        other += f > w ? w : f;
        figures = figures || (f > 1 && !w);
    }
    return figures && columns->rows >= BARS_FULL_MIN && other * 9 <= alike;
}

/* A head of this width lacks a cell at its end, as one does that has a second row under it. */
static bool bars_head_is_short(const struct bar_tokens *tokens, size_t from, size_t width)
{
    return tokens->n - from > width && bars_sum(tokens, from, from + width) == width &&
           tokens->items[from + width - 1].lone;
}

/* Full rows have no padding that ends them, so that several look like one: the least width that divides `width` and
 * makes columns of one kind under a head of words; else `width`. One that only halves `width` says too little, but for a head
 * that shows where it ends. Of two halves side by side the heads would stand in one column with the figures. */
static size_t bars_width_of_columns(const struct bar_tokens *tokens, size_t from, size_t end, size_t width)
{
    struct bar_columns columns;
    for (size_t d = BARS_START_MIN; d <= BARS_PERIOD_MAX && d * 2 <= width; d++)
        if (width % d == 0 && (d * BARS_CERTAIN <= width || bars_head_is_short(tokens, from, d)) &&
            bars_fill_columns(tokens, from, end, d, &columns) && bars_columns_agree(&columns, d))
            return d;
    return width;
}

/* Rows end where a table's width is reached, or at padding. Gives the end of the row that begins at `at`. */
static size_t bars_row_end(const struct bar_tokens *tokens, size_t at, size_t end, size_t width)
{
    for (size_t sum = 0; at < end && sum < width; at++) {
        sum += tokens->items[at].bars;
        if (tokens->items[at].bars > 1)
            return at + 1;
    }
    return at;
}

/* Whether rows of this width fill the table, each begins with a lone bar and padding ends only rows. */
static bool bars_rows_begin_empty(const struct bar_tokens *tokens, size_t from, size_t end, size_t width)
{
    for (size_t at = from; at < end;) {
        size_t sum = 0;
        if (!tokens->items[at].lone)
            return false;
        while (at < end && sum < width)
            sum += tokens->items[at++].bars;
        if (sum != width)
            return false;
    }
    return true;
}

/* Where a lone bar begins each row, full rows have no padding that would end them: the least width under which all
 * rows begin so. `width`: what the padding tells, 0 for nothing. */
static size_t bars_width_of_starts(const struct bar_tokens *tokens, size_t from, size_t end, size_t width)
{
    size_t total = bars_sum(tokens, from, end);
    for (size_t d = BARS_START_MIN; tokens->items[from].lone && d <= total / 2; d++)
        if (total % d == 0 && (!width || width % d == 0) && bars_rows_begin_empty(tokens, from, end, d))
            return d;
    return width;
}

/* Whether each row begins with a lone bar. */
static bool bars_all_begin_empty(const struct bar_tokens *tokens, size_t from, size_t end, size_t width)
{
    for (size_t at = from; at < end; at = bars_row_end(tokens, at, end, width))
        if (!tokens->items[at].lone)
            return false;
    return true;
}

/* Whether a lone bar stands in a row before its last place: then it is an empty cell there too. */
static bool bars_keep_empty(const struct bar_tokens *tokens, size_t from, size_t end, size_t width,
                            bool begin_empty)
{
    for (size_t at = from, next; at < end; at = next) {
        next = bars_row_end(tokens, at, end, width);
        for (size_t i = at + begin_empty; i + 1 < next; i++)
            if (tokens->items[i].lone)
                return true;
    }
    return false;
}

/* Whether no row has a cell in its last place, the head neither: what stands there ends the rows. */
static bool bars_all_end_empty(const struct bar_tokens *tokens, size_t from, size_t end, size_t width)
{
    for (size_t at = from; at < end;) {
        at = bars_row_end(tokens, at, end, width);
        if (!tokens->items[at - 1].lone && tokens->items[at - 1].bars == 1)
            return false;
    }
    return true;
}

static void bars_push_row(struct lines *lines, const struct bar_tokens *tokens, size_t from, size_t end)
{
    lines->b->ops->row(lines->b);
    for (size_t i = from; i < end; i++) {
        const struct bar_token *token = &tokens->items[i];
        if (token->bars == 1)
            lines->b->ops->cell(lines->b, token->text.at, token->text.len, 1, 1, NULL);
    }
}

static void bars_push_table(struct lines *lines, const struct bar_tokens *tokens, size_t from, size_t end,
                            size_t width)
{
    bool begin_empty = bars_all_begin_empty(tokens, from, end, width);
    bool keep = bars_keep_empty(tokens, from, end, width, begin_empty) &&
                !bars_all_end_empty(tokens, from, end, width);
    lines->b->ops->table_begin(lines->b, true, 0, NULL);
    for (size_t at = from, next; at < end; at = next) {
        next = bars_row_end(tokens, at, end, width);
        size_t first = at + begin_empty, last = next;
        if (!keep && last > first + 1 && tokens->items[last - 1].lone)
            last--;
        bars_push_row(lines, tokens, first, last);
    }
    lines->b->ops->table_end(lines->b);
}

static bool bars_ends_ragged_row(const struct bar_token *token)
{
    return token->lone || token->bars > 1;
}

static bool bars_is_ragged(const struct bar_tokens *tokens, size_t from)
{
    for (size_t i = from + 1; i + 1 < tokens->n; i++)
        if (bars_ends_ragged_row(&tokens->items[i]))
            return true;
    return false;
}

/* Rows of different lengths that nothing pads: a lone bar ends each, or begins it; more of them are empty cells at its
 * end. */
static void bars_push_ragged(struct lines *lines, const struct bar_tokens *tokens, size_t from)
{
    lines->b->ops->table_begin(lines->b, true, 0, NULL);
    for (size_t at = from; at < tokens->n;) {
        size_t first = at;
        while (at < tokens->n && !bars_ends_ragged_row(&tokens->items[at]))
            at++;
        size_t last = at;
        while (at < tokens->n && bars_ends_ragged_row(&tokens->items[at]))
            at++;
        if (last > first)
            bars_push_row(lines, tokens, first, at > last ? at - 1 : last);
    }
    lines->b->ops->table_end(lines->b);
}

/* No width fits. */
static void bars_push_rest(struct lines *lines, const struct bar_tokens *tokens, size_t from)
{
    size_t n = tokens->n - from;
    if (bars_is_ragged(tokens, from))
        bars_push_ragged(lines, tokens, from);
    else
        bars_push_table(lines, tokens, from, tokens->n, n <= BARS_ROW_MAX ? n : 1);
}

/* The width where no padding tells it; 0 where no width fits. */
static size_t bars_width_of_full(const struct bar_tokens *tokens, size_t from, size_t *ret_end)
{
    *ret_end = tokens->n;
    size_t all = bars_sum(tokens, from, tokens->n), lone = bars_width_of_lone(tokens, from),
           width = bars_width_of_columns(tokens, from, tokens->n, all);
    if (lone && bars_lone_end_rows(tokens, from, lone))
        return lone;
    if (width < all)
        return width;
    return lone ? lone : bars_width_of_period(tokens, from);
}

void bars_read(struct lines *lines)
{
    struct bar_tokens tokens = {0};
    bars_collect(lines, &tokens);
    for (size_t at = 0, end; at < tokens.n; at = end) {
        size_t width = bars_width(&tokens, at, &end);
        width = bars_width_of_starts(&tokens, at, width ? end : tokens.n, width);
        if (width)
            width = bars_width_of_columns(&tokens, at, end, width);
        else
            width = bars_width_of_full(&tokens, at, &end);
        if (width)
            bars_push_table(lines, &tokens, at, end, width);
        else
            bars_push_rest(lines, &tokens, at);
    }
}
