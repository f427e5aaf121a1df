/* Spreadsheets. Each cell has in its file the text that it shows, so no number needs a format. */
#pragma once

#include "odf_styles.h"

/* What became of the sheets. */
struct odf_sheets {
    bool text;         /* some sheet has some */
    struct str hidden; /* names of those left out */
};

/* Reads and pushes the sheets of content.xml. As xml_read. */
enum tallyd_result odf_sheet_read(struct zip *zip, const struct zip_entry *entry,
                                  const struct odf_styles *styles, struct odf_sheets *sheets);
