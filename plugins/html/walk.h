/* Reads a page into a flow: paragraphs, headings, tables with their spans, numbered lists. */
#pragma once

#include "../common/flow.h"
#include "page.h"

void walk_page(struct tallyd_builder *b, const GumboNode *root, struct flow *flow);
