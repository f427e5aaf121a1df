/* A temporary folder with one rule in it, x.y. */
#pragma once

#include "test.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RULE_FOLDER_SIZE 32

static void __attribute__((format(printf, 2, 3)))
rule_file_make(char folder[RULE_FOLDER_SIZE], const char *format, ...)
{
    char path[RULE_FOLDER_SIZE + 16];
    va_list arguments;
    strcpy(folder, "/tmp/tallyd-rule-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/x", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/x/y.lua", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    va_start(arguments, format);
    assert_true(vfprintf(file, format, arguments) >= 0);
    va_end(arguments);
    assert_int_equal(fclose(file), 0);
}

static void rule_file_remove(const char *folder)
{
    char path[RULE_FOLDER_SIZE + 16];
    snprintf(path, sizeof path, "%s/x/y.lua", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/x", folder);
    rmdir(path);
    rmdir(folder);
}
