# Event lines, slurped, as a reviewer reads them: report by report, errors first.
def level: {"error": "错误", "warning": "警告", "notice": "提示"}[.log.level] // .log.level;
def rank: {"error": 0, "warning": 1, "notice": 2}[.log.level] // 3;
def role: {"total": "合计", "part": "分项", "rate": "比率", "base": "基数", "actual": "实际", "later": "本期", "earlier": "上期",
    "change": "变动", "first": "一处", "second": "另一处", "score": "得分", "weight": "分值", "explanation": "说明",
    "duties": "职责", "goal": "目标", "result": "完成情况"}[.role] // "";
def evidence: .tallyd.evidence[:6][] | "      · \(.where) \(role)“\(.quote | gsub("\\s+"; " ") | .[:60])”";
def finding: "  \(level)  \(.message)", evidence;
map(select(.file.name)) | group_by(.file.path)[]
| map(select(.event.dataset == "tallyd.finding")) as $findings
| .[0].file.name,
  (if $findings == [] then "  未发现问题" else $findings | sort_by(rank)[] | finding end),
  ""
