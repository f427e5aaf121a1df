/* Any text as tallyd.conf: no crash, and what is taken without an error is within the table's limits. */
#include "../../daemon/base/mem.h"
#include "../../daemon/base/must.h"
#include "../../daemon/tallyd/config_parse.h"
#include "fuzz.h"

#include <string.h>

static unsigned lines(const char *text)
{
    unsigned n = 0;
    for (; text && (text = strchr(text, '\n')); text++)
        n++;
    return n;
}

static void check(const struct config *config)
{
    must(config->workers <= 256 && config->queue >= 16 && config->stop_s >= 1);
    must(strcmp(config->language, "zh") == 0 || strcmp(config->language, "en") == 0);
    for (unsigned i = 0; i < config->n_watches; i++) {
        const struct config_watch *watch = &config->watches[i];
        must(*watch->name && watch->max_size && watch->rescan_s && watch->ignore);
        must(!watch->path || *watch->path == '/');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config *config = mem_calloc(1, sizeof *config);
    must(config && (config->rule = json_object()));
    must(config_parse_defaults(CONFIG_HOME_MAIN, config) == 0);
    struct config_parse parse = {.config = config};
    config_parse_text(&parse, "fuzz.conf", (struct slice){(const char *)data, size});
    must(!parse.no_memory);
    must(lines(parse.errors) == (parse.n_errors < CONFIG_ERRORS_MAX ? parse.n_errors : CONFIG_ERRORS_MAX));
    check(config);
    mem_free(parse.errors);
    config_free(config);
    return 0;
}
