/* Numbers of a spreadsheet as it shows them: format codes of Excel (ISO/IEC 29500-1, 18.8.30; BIFF has the same).
 * What a reader of the sheet sees is what is checked, so the figure has the digits that the cell shows. Numbers are
 * doubles in the file; here they have the 15 decimal digits that Excel gives them, and are rounded as it does, half
 * away from zero. Linked into each plugin that uses it. */
#pragma once

#include "str.h"

/* The code of a built-in number format as a Chinese Excel has it, NULL where the id is none. */
const char *number_format_builtin(unsigned id);
/* Appends the number as the format code shows it. `General`, "" and NULL show what is needed of it. `from_1904`: days
 * are counted from 1904. */
void number_format_put(struct str *to, const char *code, double value, bool from_1904);
/* Appends a text cell's text as the code shows it: nearly always the text itself. */
void number_format_put_text(struct str *to, const char *code, const char *text, size_t length);
