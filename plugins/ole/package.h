/* Documents of Office 2007 and later under a password: a compound file around an encrypted package ([MS-OFFCRYPTO] 2.3.4).
 *
 * Excel marks a workbook as protected against changes by encrypting it with a password that everybody knows,
 * VelvetSweatshop, which it tries by itself before it asks. Such files are opened; no other password is tried. */
#pragma once

#include "cfb.h"

/* X(name, value, what it bounds and why), in the form of tallyd_format.limits */
#define PACKAGE_LIMITS(X)                                                                                    \
    X(package_rounds, 1u << 20,                                                                              \
      "times that a password is hashed before it opens a file: Office does it 100,000")

enum {
#define X(name, value, why) LIMIT_##name = (value),
    PACKAGE_LIMITS(X)
#undef X
};

/* Whether the file is one. */
bool package_is(const struct cfb *cfb);
/* TALLYD_OK with the package as it was before; TALLYD_CORRUPT where nothing of it is left; TALLYD_ENCRYPTED under any other
 * password and in any form that is not read here. A limit does not return. */
enum tallyd_result package_open(struct cfb *cfb, struct tallyd_builder *b, struct bytes *ret);
