/* What people are told of a file that was not examined: what came of it, why, and what to do about it. The daemon's
 * events and `tallyctl check` say it alike. Used by tallyd and tallyctl. */
#pragma once

#include "../base/fault.h"

#define UNEXAMINED_SIZE 5000u /* a reason of an answer (4,000 characters) is cut, never the outcome */

/* 文件已加密。请去除密码后重新报送: one sentence or two without a full stop at the end. `reason` is the ledger's, in English, or
 * empty; those that tallyd itself gives are put into Chinese. Cut on a character where it is longer than `size`. */
void unexamined_text(enum outcome outcome, const char *reason, bool english, char *ret, size_t size);
