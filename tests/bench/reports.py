"""Reports for the bench: about 20 KB each, all different, of departments that do not exist. Sums hold but for every seventh
report, in which one total is off, so that rules have something to say."""
import os
import random

HOLDERS = ["发展服务中心", "综合事务局", "档案管理所", "数据应用中心", "公共事业办公室", "园林养护站", "资产清查室", "后勤保障部"]
PLACES = ["云岭县", "青溪县", "白石区", "临湖市", "松坪县", "望川县"]
WORDS = ("台账 制度 设备 人员 窗口 信息 项目 资产 群众 档案 整理 汇编 巡检 培训 服务 发布 验收 盘点 回访 移交 规范 细化 统筹 督促 "
         "协调 落实 跟进 分解 公开 归集 核对 更新 完善 优化 简化 衔接 沟通 研究 部署 通报 总结 分析 评估 监测 登记 清查 保管 调配 "
         "流程 标准 清单 目录 计划 方案 职责 分工 节点 时限 质量 效率 成本 安全 节能 绿化 道路 管网 场地 图书 讲座 热线").split()
HEADINGS = ["部门职责", "机构设置", "人员情况", "收支情况", "绩效目标", "目标完成情况", "存在的问题", "改进措施"]
SIZE = 20000
FORM_WIDTH = 8


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
        lines += [cell + " |" for cell in ("产出指标" if n < 5 else "效益指标", "数量指标", f"{r.choice(WORDS)}{r.choice(WORDS)}次数", "100次",
                                           f"{done}次", "5", "5" if done >= 100 else "4")] + ["|"]
    return "\n".join(lines)


def sentence(r):
    """Words at random, so that no passage stands twice. One in six has figures, which makes about 130 in a report, as in
    those of real departments."""
    clauses = ["".join(r.choices(WORDS, k=r.randrange(3, 8))) for _ in range(3)]
    if r.randrange(6) == 0:
        clauses[1] = f"{r.choice(WORDS)}{r.choice(WORDS)}{r.randrange(2, 400)}次，涉及{r.randrange(2, 90)}个单位"
    return "，".join(clauses) + "。"


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


def cells(*texts):
    """A row of a form as a text extractor leaves it (docs/formats.md, the bar shape): a lone bar, a cell a line, bars to the
    form's width."""
    missing = FORM_WIDTH - len(texts)
    return "\n".join(["|", *(f"{text} |" for text in texts), *(["|" * missing] if missing else [])])


def indicators(r):
    """The rows of a form's indicators, 90 points in all, and the points earned."""
    kinds = [("产出指标", "数量指标", 15), ("产出指标", "质量指标", 15), ("产出指标", "时效指标", 10), ("产出指标", "成本指标", 10),
             ("效益指标", "社会效益指标", 15), ("效益指标", "可持续影响指标", 15), ("满意度指标", "服务对象满意度指标", 10)]
    rows, earned = [], 0
    for first, second, weight in kinds:
        goal = r.randrange(20, 200)
        done = goal + r.randrange(0, 9)
        rows.append(cells(first, second, f"{r.choice(WORDS)}{r.choice(WORDS)}次数", f"≥{goal}次", f"{done}次", str(weight), str(weight)))
        earned += weight
    return rows, earned


def form(r, holder):
    """The self-evaluation form of one project."""
    budget = r.randrange(100000, 9000000)
    carried = r.randrange(1000, 90000)
    rows, earned = indicators(r)
    purpose = "".join(r.choices(WORDS, k=6))
    return "\n".join([
        "项目支出绩效自评表", "（2021年度）", "", "单位：万元", "",
        cells("项目名称", f"{''.join(r.choices(WORDS, k=3))}项目", "主管部门", holder, "实施单位", holder),
        cells("项目资金", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        cells("年度资金总额", *[money(budget + carried)] * 3, "10", "100%", "10"),
        cells("其中：当年财政拨款", *[money(budget)] * 3, "—", "100%", "—"),
        cells("上年结转资金", *[money(carried)] * 3, "—", "100%", "—"),
        cells("其他资金", "0", "0", "0", "—", "—", "—"),
        cells("年度总体目标", "预期目标", "实际完成情况"),
        cells(f"开展{purpose}，惠及{r.randrange(20, 90)}个单位。", f"按计划{purpose}，群众反映良好。"),
        cells("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
        *rows, cells("总分", "100", str(earned + 10)), ""])


def forms(number):
    """A report that is nearly all forms: what costs most to understand."""
    r = random.Random(number)
    holder = r.choice(PLACES) + r.choice(HOLDERS)
    text = f"{holder}2021年度项目支出绩效自评报告（第{number}号）\n\n"
    while len(text.encode()) < SIZE:
        text += form(r, holder) + "\n"
    return text


def compendium(size):
    """Reports one after the other, up to about so many bytes."""
    parts, number, total = [], 0, 0
    while total < size:
        parts.append(report(number))
        total += len(parts[-1].encode())
        number += 1
    return "".join(parts)


def write(folder, count):
    """Paths of `count` reports, numbered from 0."""
    os.makedirs(folder, exist_ok=True)
    paths = []
    for number in range(count):
        paths.append(f"{folder}/report-{number:06d}.txt")
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(report(number))
    return paths
