/* Runs a fuzz target over nothing at all and over every file of its corpus, as a test that prints TAP. The
 * program replay_NAME takes tests/fuzz/corpus/NAME, or the folder that it is given. */

#include "fuzz.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The file in memory of exactly its size, so that the sanitizer sees a read past its end. */
static uint8_t *read_file(const char *path, size_t *ret_size)
{
    struct stat st;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &st) != 0)
        return NULL;
    size_t size = (size_t)st.st_size;
    uint8_t *bytes = malloc(size ? size : 1);
    if (bytes && fread(bytes, 1, size, file) != size) {
        free(bytes);
        bytes = NULL;
    }
    (void)fclose(file);
    *ret_size = size;
    return bytes;
}

static int replay_file(const char *folder, const char *name)
{
    char path[PATH_MAX + NAME_MAX + 2];
    size_t size;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    uint8_t *bytes = read_file(path, &size);
    if (!bytes) {
        perror(path);
        return -1;
    }
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return 0;
}

/* The number of files, or -1. */
static int replay_folder(const char *folder)
{
    int n = 0;
    DIR *files = opendir(folder);
    if (!files) {
        perror(folder);
        return -1;
    }
    for (struct dirent *entry; (entry = readdir(files)) && n >= 0;)
        if (entry->d_name[0] != '.')
            n = replay_file(folder, entry->d_name) == 0 ? n + 1 : -1;
    closedir(files);
    return n;
}

int main(int argc, char **argv)
{
    char folder[PATH_MAX];
    const char *name = argc > 0 ? strstr(argv[0], "replay_") : NULL;
    if (argc > 1)
        snprintf(folder, sizeof folder, "%s", argv[1]);
    else
        snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name ? name + strlen("replay_") : "");
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    int n = replay_folder(folder);
    printf("%s 1 - %d inputs of %s\n1..1\n", n > 0 ? "ok" : "not ok", n, folder);
    return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
