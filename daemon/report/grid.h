/* Rebuilds the grid of a table whose spans were lost. Rows come as cells moved to the left; heads are often shorter
 * than the rows under them. Readings are weighed by evidence: the declared width, cell counts, which cells look like
 * figures, what head words mean (其中：, 一级指标 …) and, between equals, under which reading the arithmetic holds. Used
 * by the worker. */
#pragma once

#include "document.h"

/* Sets cells' columns and extents, the grid, `source` GRID_ALIGNED and `confidence` (100 where every row is full). */
void grid_align(struct arena *arena, struct table *table);
/* Lays cells with known extents on the grid; a cell that would overlap moves right. */
void grid_lay(struct arena *arena, struct table *table);
