/* The document model: what every format is turned into. Blocks in reading order, tables on true grids,
 * sections, and the reading text in which every character has its place.
 *
 *   reading text  all characters a reader would read, in order, as one UTF-8 text; for a .txt file the file
 * itself block         a heading, a paragraph or a table cell          a rectangle of a table's grid with its
 * text head          a row of a table that names the columns of the rows under it section       a part of the
 * report: its heading and the blocks up to the next heading of its rank mark          a heading in the middle
 * of a paragraph or a cell: `一、年初预算批复情况 2021年初…`
 *
 * Knows no format, no Lua, no JSON. Built by builder.h, read by everything else in this folder, owned by its
 * arena. Used by the worker. */
#pragma once

#include "text.h"

#include "../base/fault.h"

#include <stdint.h>

/* Where something stands in the format's own terms; 0 or empty where the format has no such thing. */
struct place {
    uint32_t page, paragraph, table, row, column; /* 1-based */
    struct slice sheet;
    bool hidden; /* the file hides it from a reader */
};

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_TABLE,
    BLOCK_ASIDE, /* running heads, page numbers, notes: kept for reading, no part of the report's statements
                  */
};

struct cell {
    struct text text;       /* mended and trimmed */
    uint32_t row, column;   /* 0-based, of the upper left corner */
    uint32_t rows, columns; /* extent, at least 1 */
    uint8_t indent;         /* columns of blanks in front of its text, as far as the format keeps them */
    uint8_t type, want;     /* what its words look like to the grid, and say of a column (grid_priv.h) */
    struct place place;
};

/* How the grid is known. */
enum grid_source {
    GRID_TRUE,    /* the format gave the spans, or, with a doubt, its plugin's guess */
    GRID_RAGGED,  /* spans were lost, cells moved left; rows still as they came (before grid_align) */
    GRID_ALIGNED, /* rebuilt by evidence (grid.h) */
};

/* What is known of a row. Rows [head_from, head_to) name its columns: the head of column c is table_cell(r,
 * c) for each of them; the range is empty for heads themselves and for rows above the first head. One table can
 * have several heads, each for the rows up to the next. */
struct table_row {
    bool head;
    uint8_t confidence; /* 0 to 100: how sure it is that its cells stand in these columns; low where readings
                           tie */
    uint32_t head_from, head_to;
};

struct table {
    uint32_t number; /* 1-based in the document */
    uint32_t rows, columns;
    struct cell *cells;
    uint32_t n_cells;
    struct cell **grid;    /* rows · columns; NULL where no cell covers the position */
    struct table_row *row; /* `rows` of them */
    enum grid_source source;
    uint8_t confidence;    /* 0 to 100: how sure the grid is */
    struct text caption;   /* the line above that names it, possibly empty */
    struct text unit_line; /* `单位：万元` above or in the caption, possibly empty */
    bool continues,
        goes_on;          /* it is the next part of the table before it, and the table after it of this one */
    uint8_t kind, form;   /* enum table_kind, enum table_form (table_kind.h) */
    struct slice project; /* of a form: what stands beside 项目名称 (facts_table.c), possibly empty */
    uint32_t kinds;       /* all that it is: bit per enum table_kind */
};

struct block {
    enum block_kind kind;
    uint8_t level; /* headings: 1 is the document's title, 2 `一、`, 3 `（一）`, 4 `1.`, 5 `（1）` */
    uint32_t section; /* index of the section it belongs to */
    struct text
        text; /* headings, paragraphs and asides; of a table its extent in the reading text, map NULL */
    struct table *table; /* tables only */
    struct place place;
};

struct section {
    uint8_t level;
    uint32_t parent;                 /* index; the root, 0, is its own parent */
    struct text label, title;        /* `（一）` and `基本支出情况`; the root has neither */
    uint32_t first_block, end_block; /* blocks [first, end), heading included */
    /* The first block is a heading, or a paragraph that begins with one: `（一）机构设置。本单位…`. */
};

/* Marks are in reading order; one reaches up to the next of its rank or above, at most to the end of its
 * paragraph or cell. Numbering within a paragraph counts as headings only where it runs 1, 2, 3 … */
struct mark {
    uint8_t level;            /* as of headings */
    uint32_t parent;          /* index of the mark around it, or UINT32_MAX */
    struct text label, title; /* `（一）` and `指标完成情况`; the title may be empty */
    struct span extent;       /* label included */
};

struct document {
    struct arena *arena;
    struct slice reading;
    struct slice name;     /* of the file, as the drop folder has it */
    const char *format;    /* name of the format plugin */
    const char *encoding;  /* for text formats, else NULL */
    bool places_are_lines; /* the reading text is the file: a place is a line */
    bool partial;          /* not everything could be read: no finding may rest on absence */
    struct slice note;     /* a line for people on what is odd about the file, or empty */

    struct block *blocks;
    uint32_t n_blocks;
    struct table **tables;
    uint32_t n_tables;
    struct section *sections;
    uint32_t n_sections; /* at least 1 */
    struct mark *marks;
    uint32_t n_marks;

    const struct line_index *lines;
};

/* 1-based line, and column in code points, of an offset in the reading text. */
struct position {
    uint32_t line, column;
};

struct position document_position(const struct document *doc, uint32_t offset);
/* In the format's own terms and for people: `第15行`, `表3第2行第4列`, `Sheet1!B7`, `第5页第3段`, `第5页表3第2行第4列`. English
 * likewise. */
struct slice document_where(const struct document *doc, struct arena *arena, uint32_t offset, bool english);
/* The characters of a place exactly as they stand. */
struct slice document_quote(const struct document *doc, struct span span);
/* The block that holds an offset, or NULL. */
const struct block *document_block_at(const struct document *doc, uint32_t offset);

/* The innermost mark that holds an offset, or NULL: the nearest heading inside its own paragraph or cell. */
const struct mark *document_mark_at(const struct document *doc, uint32_t offset);

/* The cell that covers a grid position, or NULL. */
struct cell *table_cell(const struct table *table, uint32_t row, uint32_t column);
