#include "log.h"

#include "io.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_SIZE                                                                                            \
    4096 /* journald's default LineMax is 48 KiB; a message to an administrator is a sentence                \
          */

static struct {
    const char *program;
    enum log_level level;
    bool journal; /* standard error goes to the journal */
} state = {"tallyd", LOG_LEVEL_INFO, false};

/* systemd.exec(5), $JOURNAL_STREAM: device and inode of the stream, so that a redirection is noticed. */
static bool is_journal(int fd)
{
    const char *stream = getenv("JOURNAL_STREAM");
    unsigned long device, inode;
    struct stat st;
    return stream && sscanf(stream, "%lu:%lu", &device, &inode) == 2 && fstat(fd, &st) == 0 &&
           st.st_dev == device && st.st_ino == inode;
}

void log_init(const char *program, enum log_level level)
{
    state.program = program;
    state.level = level;
    state.journal = is_journal(STDERR_FILENO);
}

static size_t write_prefix(enum log_level level, char ret[LINE_SIZE])
{
    int length = state.journal ? snprintf(ret, LINE_SIZE, "<%d>", (int)level)
                               : snprintf(ret, LINE_SIZE / 2, "%s: ", state.program);
    return length < LINE_SIZE / 2 ? (size_t)length : LINE_SIZE / 2 - 1;
}

void log_print(enum log_level level, const char *format, ...)
{
    if (level > state.level)
        return;
    char message[LINE_SIZE], line[LINE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    size_t used = write_prefix(level, line);
    /* One byte is kept for the newline. */
    utf8_escape(slice_of(message), line + used, sizeof line - used - 1);
    used += strlen(line + used);
    line[used++] = '\n';
    (void)io_write_all(STDERR_FILENO, (struct slice){line, used});
}
