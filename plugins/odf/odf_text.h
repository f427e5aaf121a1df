/* Reads the text of a part into a flow: the body of a text document, or the heads and feet of its pages. */
#pragma once

#include "odf_styles.h"

/* The body of content.xml; comments go to `asides`. As xml_read. */
enum tallyd_result odf_text_read(struct zip *zip, const struct zip_entry *entry,
                                 const struct odf_styles *styles, struct flow *flow, struct flow *asides);
/* Heads and feet of styles.xml. As xml_read. */
enum tallyd_result odf_text_read_heads(struct zip *zip, const struct zip_entry *entry,
                                       const struct odf_styles *styles, struct flow *asides);
