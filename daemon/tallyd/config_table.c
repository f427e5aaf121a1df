#include "config_table.h"

#include "config.h"

#include <string.h>

#define MAIN(field)  offsetof(struct config, field)
#define WATCH(field) offsetof(struct config_watch, field)
#define KIB          1024ull
#define MIB          (1024 * KIB)
#define GIB          (1024 * MIB)
#define HOUR_MS      3600000u
#define DAY_S        86400u
#define CENTURY_S    (36525ull * DAY_S)
#define FACILITIES                                                                                           \
    "kern user mail daemon auth syslog lpr news uucp cron authpriv ftp local0 local1 local2 local3 local4 "  \
    "local5 local6 local7"

const struct config_section config_sections[] = {
    {"daemon", CONFIG_HOME_MAIN, NULL, "[daemon]", "The daemon itself. 守护进程自身的设置。"},
    {"store", CONFIG_HOME_MAIN, NULL, "[store]", "How long what is known is kept. 历史记录的保留期限。"},
    {"watch", CONFIG_HOME_WATCH, "NAME", "[watch drop]\npath = /srv/tallyd/drop",
     "A folder that reports are dropped into; one section for each. NAME stands in the ledger and in events. "
     "被监视的报告投放文件夹，每个文件夹一节。"},
    {"rules", CONFIG_HOME_MAIN, NULL, "[rules]", "The checks. 检查规则。"},
    {"plugins", CONFIG_HOME_MAIN, NULL, "[plugins]", "The readers of file formats. 文件格式插件。"},
    {"lexicon", CONFIG_HOME_MAIN, NULL, "[lexicon]", "The words of the trade. 词表。"},
    {"rule", CONFIG_HOME_RULE, "ID", "#[rule budget.overrun]\n#limit = 105",
     "Settings of one rule; every other key is a parameter of the rule, as `tallyctl rules ID' tells. "
     "单条规则的设置。"},
    {"limits", CONFIG_HOME_MAIN, NULL, "[limits]",
     "What one document and one rule may use. A document over a limit is reported as `limit', never as "
     "clean. 单个文件和单条规则的资源上限。"},
    {"sink jsonl", CONFIG_HOME_MAIN, NULL, "[sink jsonl]",
     "Events as JSON lines in a file. JSON 行文件输出。"},
    {"sink syslog", CONFIG_HOME_MAIN, NULL, "[sink syslog]", "Events as syslog messages. 系统日志输出。"},
    {"sink journal", CONFIG_HOME_MAIN, NULL, "[sink journal]",
     "Events as structured entries of the systemd journal. systemd 日志输出。"},
};
const unsigned config_n_sections = sizeof config_sections / sizeof *config_sections;

const struct config_key config_keys[] = {
    {"daemon", "state_dir", CONFIG_PATH, MAIN(state_dir), 0, 0, NULL, "/var/lib/tallyd", false,
     "Folder of the store: ledger, findings, outbox. Keep it on a local disk."},
    {"daemon", "run_dir", CONFIG_PATH, MAIN(run_dir), 0, 0, NULL, "/run/tallyd", false,
     "Folder of the control socket."},
    {"daemon", "user", CONFIG_WORD, MAIN(user), 0, 0, NULL, "tallyd", false,
     "Whom the daemon works as when it is started as root; `root' keeps it so. Under systemd the unit "
     "decides."},
    {"daemon", "workers", CONFIG_COUNT, MAIN(workers), 0, 256, NULL, "0", false,
     "Documents inspected at once; 0 is one for each processor."},
    {"daemon", "queue", CONFIG_COUNT, MAIN(queue), 16, 100000, NULL, "1024", false,
     "Files held in memory at once. When it is full, further files wait in their folder; none is lost."},
    {"daemon", "deadline", CONFIG_MS, MAIN(deadline_ms), 100, HOUR_MS, NULL, "30s", false,
     "Time that the inspection of one document may take before it is ended as `timeout'."},
    {"daemon", "start_deadline", CONFIG_MS, MAIN(start_deadline_ms), 100, HOUR_MS, NULL, "30s", false,
     "Time that tally-inspect may take to load rules and plugins."},
    {"daemon", "stop", CONFIG_SECONDS, MAIN(stop_s), 1, 3600, NULL, "20s", true,
     "Time for what is being inspected to end when the daemon is told to stop; the rest is taken up at the "
     "next start."},
    {"daemon", "inspector", CONFIG_PATH, MAIN(inspector), 0, 0, NULL, NULL, false,
     "The program tally-inspect. The default is the installation's."},
    {"daemon", "language", CONFIG_WORD, MAIN(language), 0, 0, "zh en", "zh", true,
     "Language of the messages in events. 告警消息的语言。"},
    {"daemon", "log_level", CONFIG_WORD, MAIN(log_level), 0, 0, "error warning info debug", "info", true,
     "What the daemon says of itself on standard error, which systemd puts into the journal."},

    {"store", "history", CONFIG_SECONDS, MAIN(history_s), 0, CENTURY_S, NULL, "400d", true,
     "How long an inspection of a file is kept after a later one took its place, with its findings, and the "
     "daemon's own events; 0 is for ever. Each file's last inspection is always kept, and nothing goes "
     "before every sink has it."},
    {"store", "ledger", CONFIG_SECONDS, MAIN(ledger_s), 0, CENTURY_S, NULL, "0", true,
     "How long the ledger remembers a file that is gone from its folder, with its findings; 0 is for ever. "
     "One that comes back after that is new."},

    {"store", "reserve", CONFIG_SIZE, MAIN(reserve), 0, 1024 * GIB, NULL, "64M", true,
     "Room on the disk of state_dir that is never used up: below it no further file is taken, until there is "
     "room again. The files wait in their folder."},

    {"watch", "path", CONFIG_PATH, WATCH(path), 0, 0, NULL, NULL, true,
     "The folder. It may be missing at first, or go and come back; the daemon must be able to read it and "
     "its files."},
    {"watch", "recursive", CONFIG_BOOL, WATCH(recursive), 0, 0, NULL, "yes", true,
     "Whether folders inside it are watched too. Symbolic links are never followed."},
    {"watch", "settle", CONFIG_MS, WATCH(settle_ms), 0, HOUR_MS, NULL, "500ms", true,
     "How long a file must be unchanged before it is read, where nothing tells that its writer is done: "
     "files found by a scan while the kernel cannot say whether they are open, and empty ones. A file "
     "renamed into the folder is complete at once, and so is one that its writer has closed, unless "
     "after_close says otherwise."},
    {"watch", "after_close", CONFIG_SWITCH, WATCH(settle_after_close), 0, 0, "inspect settle", "inspect",
     true,
     "Whether a file is inspected as soon as its last writer closes it, or only when it has then been "
     "unchanged for the settle time. Use `settle' where an upload program opens and closes a file several "
     "times."},
    {"watch", "rescan", CONFIG_SECONDS, WATCH(rescan_s), 1, DAY_S, NULL, "5m", true,
     "How often the folder is read through for anything that the kernel did not tell."},
    {"watch", "mode", CONFIG_WORD, WATCH(mode), 0, 0, "auto inotify poll", "auto", true,
     "How files come to notice. `inotify' is told by the kernel; it tells nothing of what other machines do "
     "on a network file system (NFS, SMB, FUSE …), which `poll' reads through instead. `auto' polls those, "
     "and any other folder where a test shows that nothing is told: a hidden file is made and taken away at "
     "once, or where nothing may be written the folder is opened; `tallyctl status --json' says what was "
     "tested."},
    {"watch", "poll", CONFIG_SECONDS, WATCH(poll_s), 1, DAY_S, NULL, "10s", true,
     "How often a folder that is polled is read through."},
    {"watch", "ignore", CONFIG_WORDS, WATCH(ignore), 0, 0, NULL,
     "~$* .~* *.tmp *.part *.filepart *.crdownload .DS_Store Thumbs.db", true,
     "Names that are not inspected, as shell patterns; each is noted in the ledger with the pattern. The "
     "default has the temporary files of editors and upload programs; a list of your own takes its place."},
    {"watch", "max_size", CONFIG_SIZE, WATCH(max_size), 1, 16 * GIB, NULL, "100M", true,
     "Larger files are rejected as `too_large'."},
    {"watch", "after", CONFIG_SWITCH, WATCH(after_move), 0, 0, "keep move", "keep", true,
     "What becomes of a file when it is inspected: it is kept where it is, or moved into a folder of move_to "
     "that is named after its outcome. Nothing is overwritten: where the name is taken, a number is added. "
     "Files that may be tried again, empty and ignored ones stay. "
     "检查后文件留在原处，或按结果移入move_to下的文件夹。"},
    {"watch", "move_to", CONFIG_PATH, WATCH(move_to), 0, 0, NULL, NULL, true,
     "The folder for `after = move', on the same mount as path; what lies in it is never inspected, even "
     "where it stands in a watched folder. The daemon must be able to write to both: under systemd, "
     "`systemctl edit tallyd' and name a folder above both in ReadWritePaths=."},

    {"rules", "path", CONFIG_FOLDERS, MAIN(rules), 0, 0, NULL, NULL, true,
     "Folders with rules. The default is the installation's; name that one too when you add your own."},
    {"rules", "strictness", CONFIG_COUNT, MAIN(strictness), 1, 4, NULL, "2", true,
     "How much of what the rules find is told. 1: errors and warnings of proven rules, from figures that are "
     "read with certainty. 2: notices too, and what is read with fair certainty. 3: experimental rules too, "
     "and what is read with some doubt. 4: everything. What is held back is counted in findings_withheld of "
     "tallyd.report. 检查的严格程度：1最宽，4最严。"},
    {"plugins", "path", CONFIG_FOLDERS, MAIN(plugins), 0, 0, NULL, NULL, true,
     "Folders with format plugins. The default is the installation's."},
    {"lexicon", "path", CONFIG_FOLDERS, MAIN(lexicon), 0, 0, NULL, NULL, true,
     "Folders with lexicons. The default is the installation's."},

    {"rule", "enabled", CONFIG_BOOL, 0, 0, 0, NULL, "yes", true, "Whether the rule runs."},
    {"rule", "severity", CONFIG_WORD, 0, 0, 0, "error warning notice", NULL, true,
     "The level of its findings. The default is the rule's own."},

    {"limits", "memory", CONFIG_SIZE, MAIN(limits.memory), 16 * MIB, 64 * GIB, NULL, "512M", true,
     "Address space of the process that reads one document."},
    {"limits", "cpu", CONFIG_SECONDS, MAIN(limits.cpu_s), 1, 3600, NULL, "30s", true, "Its processor time."},
    {"limits", "rule_memory", CONFIG_SIZE, MAIN(limits.rule_memory), 1 * MIB, 16 * GIB, NULL, "32M", true,
     "Memory that one rule may take for one document."},
    {"limits", "rule_instructions", CONFIG_COUNT, MAIN(limits.rule_instructions), 10000, 4000000000u, NULL,
     "20000000", true, "Lua instructions of one rule on one document."},
    {"limits", "match_steps", CONFIG_COUNT, MAIN(limits.match_steps), 10000, 4000000000u, NULL, "20000000",
     true, "Steps of all pattern matching of one rule on one document."},

    {"sink jsonl", "enabled", CONFIG_BOOL, MAIN(jsonl_enabled), 0, 0, NULL, "yes", true,
     "Whether to write the file."},
    {"sink jsonl", "path", CONFIG_PATH, MAIN(jsonl_path), 0, 0, NULL, "/var/log/tallyd/alerts.jsonl", true,
     "The file; it is opened anew on SIGHUP, for logrotate."},
    {"sink syslog", "enabled", CONFIG_BOOL, MAIN(syslog_enabled), 0, 0, NULL, "yes", true,
     "Whether to send."},
    {"sink syslog", "socket", CONFIG_PATH, MAIN(syslog_socket), 0, 0, NULL, "/dev/log", true,
     "The datagram socket."},
    {"sink syslog", "facility", CONFIG_WORD, MAIN(syslog_facility), 0, 0, FACILITIES, "daemon", true,
     "The facility of the messages."},
    {"sink syslog", "format", CONFIG_SWITCH, MAIN(syslog_rfc5424), 0, 0, "local rfc5424", "local", true,
     "`local' is what journald and rsyslog parse on /dev/log; `rfc5424' adds structured data, for relays "
     "that take it."},
    {"sink journal", "enabled", CONFIG_BOOL, MAIN(journal_enabled), 0, 0, NULL, "no", true,
     "Whether to write to the journal. Where journald owns /dev/log, one of the two sinks is enough."},
};
const unsigned config_n_keys = sizeof config_keys / sizeof *config_keys;

const struct config_key *config_table_key(const char *section, const char *name)
{
    for (unsigned i = 0; i < config_n_keys; i++)
        if (strcmp(config_keys[i].section, section) == 0 && strcmp(config_keys[i].name, name) == 0)
            return &config_keys[i];
    return NULL;
}
