#include "word_table.h"

#define SPRM_TABLE    0xD608
#define SPRM_MERGE    0x5624
#define SPRM_SPLIT    0x5625
#define SPRM_VERTICAL 0xD62B

#define CELL_SIZE 20 /* TC80 */

/* sprmTDefTable: how many cells, their edges, and a description of each. */
static uint32_t define(struct bytes from, struct edges_cell *cells, bool *ret_known)
{
    uint32_t n = bytes_u8(from, 0);
    size_t details = 1 + (n + 1ul) * 2;
    for (uint32_t i = 0; i < n; i++) {
        uint16_t flags = bytes_u16(from, details + (size_t)i * CELL_SIZE);
        cells[i].left = bytes_i16(from, 1 + i * 2ul);
        cells[i].right = bytes_i16(from, 3 + i * 2ul);
        cells[i].across = (flags & 3) == 0 ? EDGES_NONE : (flags & 3) == 1 ? EDGES_FIRST : EDGES_NEXT;
        cells[i].down = (flags >> 5 & 3) == 0 ? EDGES_NONE : (flags >> 5 & 3) == 3 ? EDGES_FIRST : EDGES_NEXT;
    }
    *ret_known = bytes_has(from, 1, (n + 1ul) * 2);
    return n;
}

static void merge_cells(struct bytes range, bool split, struct edges_cell *cells)
{
    uint32_t from = bytes_u8(range, 0), to = bytes_u8(range, 1);
    for (uint32_t i = from; i < to && i < EDGES_CELLS_MAX; i++)
        cells[i].across = split ? EDGES_NONE : i == from ? EDGES_FIRST : EDGES_NEXT;
}

uint32_t word_row(struct bytes grpprl, struct edges_cell *cells, bool *ret_known)
{
    static const uint8_t downs[] = {EDGES_NONE, EDGES_NEXT, EDGES_NONE, EDGES_FIRST};
    uint32_t n = 0;
    *ret_known = false;
    for (struct sprm sprm; word_sprm(&grpprl, &sprm);) {
        if (sprm.op == SPRM_TABLE)
            n = define(sprm.operand, cells, ret_known);
        else if (sprm.op == SPRM_MERGE || sprm.op == SPRM_SPLIT)
            merge_cells(sprm.operand, sprm.op == SPRM_SPLIT, cells);
        else if (sprm.op == SPRM_VERTICAL && bytes_u8(sprm.operand, 0) < EDGES_CELLS_MAX)
            cells[bytes_u8(sprm.operand, 0)].down = downs[bytes_u8(sprm.operand, 1) & 3];
    }
    return n;
}
