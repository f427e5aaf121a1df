# Event lines, slurped, as a reviewer reads them: report by report, errors first.
def level: {"error": "错误", "warning": "警告", "notice": "提示"}[.log.level] // .log.level;
def rank: {"error": 0, "warning": 1, "notice": 2}[.log.level] // 3;
def evidence: .tallyd.evidence[:6][] | "      · \(.where)“\(.quote | gsub("\\s+"; " ") | .[:60])”";
def finding: "  \(level)  \(.message)", evidence;
group_by(.file.path)[]
| map(select(.event.dataset == "tallyd.finding")) as $findings
| (.[0].file.name // empty),
  (if $findings == [] then "  未发现问题" else $findings | sort_by(rank)[] | finding end),
  ""
