#include "unexamined.h"

#include "../base/utf8.h"

#include <stdio.h>

struct words {
    const char *key, *zh, *en;
};

/* What can be done; nothing is said where nothing can, or need be. */
static const struct words cures[] = {
    {"empty", "请提交单位重新报送", "ask the department to send it again"},
    {"unsupported", "请转存为受支持的格式（tallyctl formats）",
     "save it in a supported format (tallyctl formats)"},
    {"binary", "请转存为受支持的格式（tallyctl formats）",
     "save it in a supported format (tallyctl formats)"},
    {"unreadable_text", "请另存为UTF-8或GB18030编码", "save it as UTF-8 or GB18030"},
    {"scanned", "请提交可复制文字的电子版", "ask for the electronic original"},
    {"encrypted", "请去除密码后重新报送", "ask for it without a password"},
    {"corrupt", "请打开核实后重新报送", "open it, and ask for it again"},
    {"limit", "文件异常庞大，请人工审核", "unusually large: examine it by hand"},
    {"too_large", "请人工审核，或拆分后报送", "examine it by hand, or split it"},
    {"not_regular", "请报送文件本身", "ask for the file itself"},
    {"unreadable", "请检查路径和权限", "check the path and the permissions"},
    {"bad_name", "请改用较短的文件名", "give it a shorter name"},
    {"timeout", "请人工审核，或放宽时限（deadline）", "examine it by hand, or allow more (deadline)"},
    {"crashed", "请人工审核并报告此缺陷", "examine it by hand and report the defect"},
    {"bad_answer", "请人工审核并报告此缺陷", "examine it by hand and report the defect"},
};

/* How reasons begin that the ledger has in English. */
static const struct {
    const char *begins, *zh;
} reasons[] = {
    {"symbolic link", "符号链接"},
    {"named pipe", "命名管道"},
    {"socket", "套接字"},
    {"device", "设备文件"},
    {"block device", "块设备"},
    {"special file", "特殊文件"},
    {"folder, and the watch is not recursive", "是文件夹，而此处不检查子文件夹"},
    {"larger than max_size of its watch", "超过设置的上限max_size"},
    {"gone before it was read", "读取之前已不在"},
    {"its folder is gone", "所在文件夹已不在"},
    {"its path is too long", "路径过长"},
    {"its name fits ", "文件名符合"},
    {"no answer within ", "限时内没有结果："},
    {"it ended without a report", "没有给出结果就结束了"},
    {"No such file or directory", "没有这个文件"},
    {"Permission denied", "没有读取权限"},
    {"Input/output error", "读取出错"},
    {"Too many open files", "打开的文件过多"},
};

static const struct words *find_cure(enum outcome outcome)
{
    for (size_t i = 0; i < sizeof cures / sizeof *cures; i++)
        if (slice_eq(slice_of(cures[i].key), slice_of(outcome_text(outcome))))
            return &cures[i];
    return NULL;
}

/* What the reason is in Chinese, and in `ret_rest` what is left as it is. */
static const char *in_chinese(struct slice reason, struct slice *ret_rest)
{
    *ret_rest = reason;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        struct slice begins = slice_of(reasons[i].begins);
        if (!slice_starts(reason, begins))
            continue;
        *ret_rest = slice_sub(reason, begins.len, reason.len);
        return reasons[i].zh;
    }
    return "";
}

void unexamined_text(enum outcome outcome, const char *reason, bool english, char *ret, size_t size)
{
    const struct words *cure = find_cure(outcome);
    struct slice rest = slice_of(reason ? reason : "");
    const char *zh = english ? "" : in_chinese(rest, &rest);
    const char *open = english ? " (" : "（", *close = english ? ")" : "）", *stop = english ? "; " : "。";
    bool why = *zh || rest.len;
    (void)snprintf(ret, size, "%s%s%s" SLICE_FMT "%s%s%s",
                   english ? outcome_en(outcome) : outcome_zh(outcome), why ? open : "", zh, SLICE_ARG(rest),
                   why ? close : "", cure ? stop : "",
                   !cure     ? ""
                   : english ? cure->en
                             : cure->zh);
    ret[utf8_valid_prefix(slice_of(ret))] = '\0';
}
