/* What the processes say of themselves, to standard error, one line a message: under systemd with the <n>
 * priority prefix that the journal takes (sd-daemon(3)), on a terminal with the program's name. Alerts about
 * documents are not logged here; they are events (wire/event.h). Its level and program name are the project's
 * only globals, beside the counter that tests set (mem.h). Used by every process. */
#pragma once

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };

/* `program` is kept, not copied. Unsafe characters in messages are escaped (utf8_escape). */
void log_init(const char *program, enum log_level level);
void log_print(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...)   log_print(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_print(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...)    log_print(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...)   log_print(LOG_LEVEL_DEBUG, __VA_ARGS__)
