/* The namespaces of WordprocessingML: transitional, strict, and that of Word 2003, whose elements have the same names with few
 * exceptions. */
#pragma once

#include "../common/xml.h"

static const struct xml_space docx_spaces[] = {
    {"w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"},
    {"w", "http://purl.oclc.org/ooxml/wordprocessingml/main"},
    {"mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"},
    {"m", "http://schemas.openxmlformats.org/officeDocument/2006/math"},
    {"m", "http://purl.oclc.org/ooxml/officeDocument/math"},
    {"w", "http://schemas.microsoft.com/office/word/2003/wordml"},
    {"o", "urn:schemas-microsoft-com:office:office"},
    {"wx", "http://schemas.microsoft.com/office/word/2003/auxHint"},
    {"aml", "http://schemas.microsoft.com/aml/2001/core"},
    {0}};
