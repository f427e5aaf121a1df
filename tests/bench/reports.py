"""Reports for the bench: about 20 KB each, all different, of departments that do not exist. Sums hold but for every seventh
report, in which one total is off, so that rules have something to say."""
import os
import random

HOLDERS = ["发展服务中心", "综合事务局", "档案管理所", "数据应用中心", "公共事业办公室", "园林养护站", "资产清查室", "档案协调组"]
PLACES = ["云岭县", "青溪县", "白石区", "临湖市", "松坪县", "望川县"]
VERBS = ["完成", "推进", "落实", "开展", "组织", "协调", "督促", "检查"]
THINGS = ["台账整理", "制度汇编", "设备巡检", "人员培训", "窗口服务", "信息发布", "项目验收", "资产盘点", "群众回访", "档案移交"]
RESULTS = ["群众反映良好", "各项指标按期达到", "形成了可以沿用的做法", "为下一年度的安排打下了基础", "节约了开支", "提高了效率"]
HEADINGS = ["部门职责", "机构设置", "人员情况", "收支情况", "绩效目标", "目标完成情况", "存在的问题", "改进措施"]
SIZE = 20000


def money(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def spending(r, off):
    parts = [r.randrange(10000, 400000) for _ in range(3)]
    total = sum(parts) + (5 if off else 0)
    budget = sum(parts) + r.randrange(1000, 50000)
    return (f"2021年年初预算{money(budget)}万元，全年支出合计{money(total)}万元，其中：人员经费{money(parts[0])}万元，"
            f"公用经费{money(parts[1])}万元，项目支出{money(parts[2])}万元。预算执行率{100 * total / budget:.2f}%。")


def table(r):
    rows = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    lines = [cell + " |" for cell in rows] + ["|"]
    for n in range(10):
        done = r.randrange(80, 121)
        lines += [cell + " |" for cell in ("产出指标" if n < 5 else "效益指标", "数量指标", f"{r.choice(THINGS)}次数", "100次",
                                           f"{done}次", "5", "5" if done >= 100 else "4")] + ["|"]
    return "\n".join(lines)


def sentence(r):
    return (f"{r.choice(VERBS)}{r.choice(THINGS)}{r.randrange(2, 400)}次，涉及{r.randrange(2, 90)}个单位，"
            f"{r.choice(RESULTS)}。")


def report(number):
    r = random.Random(number)
    holder = r.choice(PLACES) + r.choice(HOLDERS)
    text = [f"{holder}2021年度部门整体支出绩效自评报告（第{number}号）", ""]
    for n, heading in enumerate(HEADINGS):
        text += [f"{'一二三四五六七八'[n]}、{heading}", "", spending(r, number % 7 == 0) if n == 3 else "", table(r) if n == 5 else ""]
        size = sum(len(line.encode()) + 1 for line in text)
        while size < SIZE * (n + 1) // len(HEADINGS):
            text.append("".join(sentence(r) for _ in range(4)))
            size += len(text[-1].encode()) + 1
    return "\n".join(text) + "\n"


def write(folder, count):
    """Paths of `count` reports, numbered from 0."""
    os.makedirs(folder, exist_ok=True)
    paths = []
    for number in range(count):
        paths.append(f"{folder}/report-{number:06d}.txt")
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(report(number))
    return paths
