#include "style.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *const sequences[] = {
    [STYLE_PLAIN] = "",          [STYLE_ERROR] = "\033[1;31m", [STYLE_WARNING] = "\033[1;33m",
    [STYLE_NOTICE] = "\033[36m", [STYLE_STRONG] = "\033[1m",   [STYLE_DIM] = "\033[2m",
};

bool style_wanted(const char *wish, FILE *stream)
{
    if (wish && strcmp(wish, "auto") != 0)
        return strcmp(wish, "always") == 0;
    const char *terminal = getenv("TERM");
    return isatty(fileno(stream)) && !getenv("NO_COLOR") && terminal && strcmp(terminal, "dumb") != 0;
}

const char *style_begin(bool on, enum style style)
{
    return on ? sequences[style] : "";
}

const char *style_end(bool on)
{
    return on ? "\033[0m" : "";
}

unsigned style_columns(FILE *stream)
{
    struct winsize size;
    return isatty(fileno(stream)) && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
