/* How the inspection of a file can end, and what a document can do wrong. A bad document is a result, not an
 * error: the worker reports an outcome with a reason and a place, and the daemon writes it into the ledger.
 * The names are stable: they stand in the ledger, in `tallyd.report` events and in the documentation
 * (docs/operations.md). Used by every process. */
#pragma once

#include "slice.h"

/* X(name, text in the ledger, may a second try succeed?, zh, en) */
#define OUTCOMES(X)                                                                                          \
    X(INSPECTED, "inspected", false, "已检查", "inspected")                                                  \
    X(EMPTY, "empty", false, "空文件", "empty file")                                                         \
    X(UNSUPPORTED, "unsupported", false, "不支持的格式", "unsupported format")                               \
    X(BINARY, "binary", false, "不是文本", "not text")                                                       \
    X(UNREADABLE_TEXT, "unreadable_text", false, "文字编码无法识别", "text in no known encoding")            \
    X(SCANNED, "scanned", false, "扫描件，无文字层", "scanned, no text layer")                               \
    X(ENCRYPTED, "encrypted", false, "文件已加密", "encrypted")                                              \
    X(CORRUPT, "corrupt", false, "文件已损坏", "corrupt")                                                    \
    X(LIMIT, "limit", false, "超出限制，未检查完", "over a limit, not fully examined")                       \
    X(TOO_LARGE, "too_large", false, "文件过大", "file too large")                                           \
    X(NOT_REGULAR, "not_regular", false, "不是普通文件", "not a regular file")                               \
    X(UNREADABLE, "unreadable", true, "无法打开", "cannot be opened")                                        \
    X(BAD_NAME, "bad_name", false, "文件名无效", "invalid file name")                                        \
    X(IGNORED, "ignored", false, "按名称忽略", "ignored by pattern")                                         \
    X(VANISHED, "vanished", false, "文件已消失", "vanished")                                                 \
    X(CHANGED, "changed", true, "读取时被改动", "changed while being read")                                  \
    X(TIMEOUT, "timeout", false, "检查超时", "took longer than the deadline")                                \
    X(KILLED, "killed", true, "检查进程被终止", "the worker was killed")                                     \
    X(CRASHED, "crashed", false, "检查进程崩溃", "the worker crashed")                                       \
    X(BAD_ANSWER, "bad_answer", false, "检查进程的回答无效", "the worker's answer was invalid")

enum outcome {
#define X(name, text, retry, zh, en) OUTCOME_##name,
    OUTCOMES(X)
#undef X
        OUTCOME_COUNT
};

const char *outcome_text(enum outcome outcome);
const char *outcome_zh(enum outcome outcome);
const char *outcome_en(enum outcome outcome);
bool outcome_retry(enum outcome outcome);
/* False where `text` names none. */
bool outcome_parse(struct slice text, enum outcome *ret);
