"""The analysis-ready view: one wide row a target, everything a first question needs beside the value."""

# A column's texts stand together, as in a codebook.
# fmt: off
from __future__ import annotations

from schemas.documents import DOCUMENTS, SECTIONS
from schemas.indicators import INDICATORS
from schemas.reference import PLACES
from schemas.table import BOOL, FLOAT64, INT32, SPAN_IN_ORDER, STRING, Check, Column, ForeignKey, Table, taken
from schemas.tasks import TASKS


def _label(name: str, of_zh: str, of_en: str, *, nullable: bool = False) -> tuple[Column, Column]:
    """Return the zh and the en label column of a coded column."""
    return (
        Column(f"{name}_label_zh", STRING, "lexicon", f"{of_zh}（中文）", f"{of_en} (zh)",
               f"{of_zh}的中文名称。", f"Label of the {of_en.lower()} in Chinese.", nullable=nullable),
        Column(f"{name}_label_en", STRING, "lexicon", f"{of_zh}（英文）", f"{of_en} (en)",
               f"{of_zh}的英文名称。", f"Label of the {of_en.lower()} in English.", nullable=nullable),
    )


_DOCUMENT = (
    taken(DOCUMENTS, "doc_id"),
    taken(DOCUMENTS, "collection"),
    taken(DOCUMENTS, "title", name="document_title", title_zh="文件标题", title_en="Document title"),
    taken(DOCUMENTS, "doc_type"),
    taken(DOCUMENTS, "status"),
    taken(DOCUMENTS, "issuer"),
    taken(DOCUMENTS, "plan_start"),
    taken(DOCUMENTS, "plan_end"),
    Column("plan_year", INT32, "normalize", "规划年度", "Plan year", "规划期所在的年份；跨年规划为空。",
           "The year of the plan period; null where it spans several.", nullable=True, unit="year"),
)

_PLACE = (
    taken(INDICATORS, "place_id"),
    Column("place", STRING, "normalize", "地方", "Place", "地方的全称；不识者为原文名称。",
           "Full name of the place; as the text has it where it is not known.", nullable=True),
    Column("place_en", STRING, "lexicon", "地方（英文）", "Place (en)", "地方的英文名称。",
           "Name of the place in English.", nullable=True),
    taken(PLACES, "kind", name="place_kind", title_zh="地方类别", title_en="Place kind", nullable=True),
    taken(PLACES, "gbt2260", name="place_gbt2260"),
    Column("parent_place", STRING, "normalize", "上级地方", "Parent place", "直接上级地方的全称。",
           "Full name of the place directly above.", nullable=True),
    Column("province", STRING, "normalize", "省份", "Province", "所在的省、自治区或直辖市。",
           "The province-level place it lies in.", nullable=True),
)

_METRIC = (
    taken(INDICATORS, "metric"),
    taken(INDICATORS, "metric_id"),
    *_label("metric", "指标", "Metric", nullable=True),
    Column("domain", STRING, "lexicon", "领域", "Domain", "指标所属的领域。",
           "Field of policy the metric belongs to.", nullable=True, vocabulary="metric_domain"),
    taken(INDICATORS, "measure"),
)

_VALUE = (
    taken(INDICATORS, "comparator"),
    *_label("comparator", "比较", "Comparator"),
    taken(INDICATORS, "modality"),
    *_label("modality", "语气", "Modality"),
    Column("hedged", BOOL, "normalize", "是否留有余地", "Hedged", "语气为力争、预期或冲刺者为真。",
           "Whether it is only aimed at, expected or a stretch goal."),
    taken(INDICATORS, "value_low"),
    taken(INDICATORS, "value_high"),
    Column("value", FLOAT64, "normalize", "数值", "Value", "供作图计算的单一数值：下界，无下界时为上界。",
           "One number to sort and plot by: the low value, else the high one.", unit="column unit"),
    taken(INDICATORS, "unit"),
    *_label("unit", "单位", "Unit"),
    taken(INDICATORS, "si_low"),
    taken(INDICATORS, "si_high"),
    taken(INDICATORS, "si_unit"),
    taken(INDICATORS, "number_as_written"),
    taken(INDICATORS, "unit_as_written"),
    Column("thresholds", STRING, "normalize", "门槛", "Thresholds",
           "限定该目标的门槛，原文照录，以“；”分隔。",
           "The thresholds in its definition, verbatim, with ； between them.", nullable=True),
)

_TASK = (
    taken(INDICATORS, "period"),
    taken(INDICATORS, "period_start"),
    taken(INDICATORS, "period_end"),
    taken(INDICATORS, "task_id"),
    taken(TASKS, "title", name="task_title", title_zh="任务标题", title_en="Task title", nullable=True),
    taken(SECTIONS, "heading", name="section_heading", title_zh="章节标题", title_en="Section heading"),
    Column("lead_org", STRING, "normalize", "牵头单位", "Lead organisation",
           "第一个牵头单位；无牵头者为第一个责任单位。",
           "The first lead organisation, else the first responsible one.", nullable=True),
    Column("lead_org_id", STRING, "normalize", "牵头单位编号", "Lead organisation id", "该单位的编号。",
           "Id of that organisation.", nullable=True),
    Column("lead_org_function", STRING, "lexicon", "牵头单位职能", "Lead organisation's function",
           "该单位的职能代码，可跨地比较。", "Code of its function, the same in every place.",
           nullable=True),
    Column("n_orgs", INT32, "normalize", "单位数", "Organisations", "承担任务的单位数。",
           "How many organisations carry the task.", unit="organisation", minimum=0),
    taken(TASKS, "deadline_type"),
    taken(TASKS, "due_on"),
)

_SOURCE = (
    taken(INDICATORS, "quote"),
    taken(INDICATORS, "as_written"),
    taken(INDICATORS, "start"),
    taken(INDICATORS, "end"),
    taken(DOCUMENTS, "source_url"),
    taken(DOCUMENTS, "source_kind"),
    taken(INDICATORS, "rule_id"),
    taken(INDICATORS, "confidence"),
)

TARGETS = Table(
    "targets",
    "目标",
    "Targets",
    "可直接分析的目标宽表：indicators 中角色为目标的每行，附文件、地方、指标、任务、单位与来源。",
    "The analysis-ready view of the indicators of role target, with all that a first question needs.",
    "indicator_id",
    (taken(INDICATORS, "indicator_id"), *_DOCUMENT, *_PLACE, *_METRIC, *_VALUE, *_TASK, *_SOURCE),
    (
        ForeignKey("indicator_id", "indicators", "indicator_id"),
        ForeignKey("doc_id", "documents", "doc_id"),
        ForeignKey("place_id", "places", "place_id"),
        ForeignKey("metric_id", "metrics", "metric_id"),
        ForeignKey("unit", "units", "unit"),
        ForeignKey("si_unit", "units", "unit"),
        ForeignKey("task_id", "tasks", "task_id"),
        ForeignKey("lead_org_id", "organizations", "org_id"),
    ),
    (
        SPAN_IN_ORDER,
        Check("hedged_by_modality", "hedged", "hedged = (modality IN ('aim', 'expect', 'stretch'))",
              "hedged contradicts the modality", "mend pipeline.normalize.targets"),
    ),
)
