/* What the journal sink has beyond its class: tests give it a socket of their own. Each event's kind has a
 * MESSAGE_ID, under which systemd/ has its catalog entry. Used by tallyd. */
#pragma once

#include "sink.h"

#define SINK_JOURNAL_SOCKET "/run/systemd/journal/socket"

#define SINK_JOURNAL_FINDING "570ea7afc6f54d4984e740458c4b8e8e"
#define SINK_JOURNAL_REPORT  "f63f0c9814664a0eae8311a6046fb61d"
#define SINK_JOURNAL_RULE    "0333b3e725e24b41ae9f06f3e3659abe"
#define SINK_JOURNAL_SERVICE "d058b4ffd54342479d53f479c7e7c452"

/* 0 or a negative errno. */
int sink_journal_new(const char *socket, struct sink **ret);
