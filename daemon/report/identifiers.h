/* Numbers that identify a person: a mobile telephone's, the eighteen places of an identity card, a bank card's.
 * Cut out as printed, in digits of either width, with single blanks or hyphens between groups (138 0013 8000),
 * and verified where the number verifies itself: an identity number by its date of birth and check digit (GB
 * 11643), a card by its check digit (Luhn). Masked numbers (138****8000) are none. Used by the worker. */
#pragma once

#include "mentions.h"

enum identifier {
    IDENTIFIER_MOBILE,
    IDENTIFIER_IDENTITY,
    IDENTIFIER_CARD, /* of the domestic network: begins with 62 */
    IDENTIFIER_COUNT
};

const char *identifier_text(enum identifier identifier); /* stable, for Lua: "mobile" … */

/* Appends those of each kind to its list, in reading order, with `class` UINT32_MAX. Linear in the length of the text. */
void identifiers_read(const struct report *report, struct mentions ret[IDENTIFIER_COUNT]);
