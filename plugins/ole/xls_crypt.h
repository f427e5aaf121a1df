/* Excel marks a workbook as protected against changes by encrypting it with a password that everybody knows,
 * VelvetSweatshop, which it tries by itself before it asks. Such files are read; no other password is tried.
 * RC4 in both forms ([MS-OFFCRYPTO] 2.3.5 and 2.3.6), and the older form of a row of bytes over all others (2.3.7). */
#pragma once

#include "xls_priv.h"

/* Puts the decrypted stream in place of the other; false where the password is another. */
bool xls_decrypt(struct xls *x, struct bytes filepass);
