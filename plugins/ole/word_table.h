/* What the properties of a Word document's row tell of its cells. */
#pragma once

#include "word_priv.h"

#include "../common/edges.h"

/* Fills in up to EDGES_CELLS_MAX cells, zeroed before, and gives how many the row has; whether their edges are known. */
uint32_t word_row(struct bytes grpprl, struct edges_cell *cells, bool *ret_known);
