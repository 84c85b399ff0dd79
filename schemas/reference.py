"""What the rows refer to: places, metrics, units; and the issues a reader must know."""

# A column's texts stand together, as in a codebook.
# fmt: off
from __future__ import annotations

from schemas.documents import DOC_ID
from schemas.table import INT64, STRING, Check, Column, ForeignKey, Table

PLACES = Table(
    "places",
    "地方",
    "Places",
    "数据所涉的地方及其上级，每个一行。",
    "A row a place the data refers to, the places above it included.",
    "place_id",
    (
        Column("place_id", STRING, "lexicon", "地方编号", "Place id",
               "“CN-”加国标代码；功能区和城市群为“Z-”加名称代码。",
               "CN- and the GB/T 2260 code; Z- and a slug for zones and clusters."),
        Column("name", STRING, "lexicon", "名称", "Name", "全称。", "Full name."),
        Column("name_en", STRING, "lexicon", "英文名称", "English name", "英文名称。", "Name in English.",
               nullable=True),
        Column("kind", STRING, "lexicon", "类别", "Kind", "行政层级或区域类别。",
               "Level of administration, or kind of area.", vocabulary="place_kind"),
        Column("gbt2260", STRING, "lexicon", "国标代码", "GB/T 2260 code",
               "国标 GB/T 2260 的六位代码；功能区和城市群为空。",
               "Six-digit code of GB/T 2260; null for zones and clusters.", nullable=True),
        Column("parent_place_id", STRING, "lexicon", "上级地方", "Parent place", "直接上级。",
               "The place directly above.", nullable=True),
    ),
    (ForeignKey("parent_place_id", "places", "place_id"),),
)

METRICS = Table(
    "metrics",
    "指标词表",
    "Metrics",
    "受控指标词表：把各地不同的说法归于一个代码。",
    "The controlled vocabulary that maps the different wordings of different places to one code.",
    "metric_id",
    (
        Column("metric_id", STRING, "lexicon", "指标代码", "Metric id", "指标的代码。",
               "Code of the metric."),
        Column("label_zh", STRING, "lexicon", "中文名", "Label (zh)", "中文名称。", "Label in Chinese."),
        Column("label_en", STRING, "lexicon", "英文名", "Label (en)", "英文名称。", "Label in English."),
        Column("definition_zh", STRING, "lexicon", "中文定义", "Definition (zh)", "中文定义。",
               "Definition in Chinese."),
        Column("definition_en", STRING, "lexicon", "英文定义", "Definition (en)", "英文定义。",
               "Definition in English."),
        Column("measure", STRING, "lexicon", "度量方式", "Measure", "指标的度量方式。",
               "How the metric measures.", vocabulary="measure"),
        Column("unit", STRING, "lexicon", "单位", "Unit", "指标的单位代码。",
               "Unit of the metric, a code of units."),
        Column("domain", STRING, "lexicon", "领域", "Domain", "指标所属的领域。",
               "Field of policy it belongs to.", vocabulary="metric_domain"),
        Column("good_direction", STRING, "lexicon", "好的方向", "Good direction",
               "数值向哪个方向变化为好。", "Which way of the value is held to be good.",
               vocabulary="good_direction"),
    ),
    (ForeignKey("unit", "units", "unit"),),
)

UNITS = Table(
    "units",
    "单位表",
    "Units",
    "数值所用的单位及其换算。",
    "The units of the values and how they convert.",
    "unit",
    (
        Column("unit", STRING, "lexicon", "单位", "Unit", "单位代码。", "Code of the unit."),
        Column("label_zh", STRING, "lexicon", "中文名", "Label (zh)", "中文名称。", "Label in Chinese."),
        Column("label_en", STRING, "lexicon", "英文名", "Label (en)", "英文名称。", "Label in English."),
        Column("dimension", STRING, "lexicon", "量纲", "Dimension",
               "所量之物的种类；同量纲的单位可相互换算。",
               "Kind of quantity; units of one dimension convert into each other."),
        Column("factor_to_si", STRING, "lexicon", "换算系数", "Factor to SI unit",
               "一单位合多少统一单位，精确的小数或分数，如 2000/3。",
               "How many si_unit one unit is: an exact decimal or fraction, as in 2000/3.", nullable=True),
        Column("si_unit", STRING, "lexicon", "统一单位", "SI unit", "该量纲的统一单位，有国际单位时用之。",
               "The one unit of the dimension, SI where there is one.", nullable=True),
        Column("ucum", STRING, "lexicon", "UCUM 代码", "UCUM code", "UCUM 单位代码；没有时为空。",
               "Code of the unit in UCUM; null where it has none.", nullable=True),
    ),
    (ForeignKey("si_unit", "units", "unit"),),
    (
        Check("factor_with_unit", "factor_to_si", "(factor_to_si IS NULL) = (si_unit IS NULL)",
              "a factor needs an SI unit and the other way round", "complete pipeline/lexicon/units.csv"),
    ),
)

ISSUES = Table(
    "issues",
    "问题",
    "Issues",
    "读者须知的每件事一行：推断、存疑、未能读懂之处。",
    "A row a thing a reader must know: what was inferred, doubted or not understood.",
    "issue_id",
    (
        Column("issue_id", STRING, "normalize", "问题编号", "Issue id", "文件编号加“:x”、位置与问题代码。",
               "doc_id, :x, the offset it concerns and the code."),
        DOC_ID,
        Column("severity", STRING, "extract", "程度", "Severity", "问题的程度。", "How grave it is.",
               vocabulary="severity"),
        Column("code", STRING, "extract", "代码", "Code", "问题的代码。", "Code of the kind of issue."),
        Column("message", STRING, "extract", "说明", "Message", "给读者的说明。",
               "What a reader must know, in a sentence."),
        Column("table", STRING, "extract", "表", "Table", "所涉的表。", "The table it concerns.",
               nullable=True),
        Column("key", STRING, "normalize", "行编号", "Key", "该表中所涉行的主键。",
               "Primary key of the row it concerns in that table.", nullable=True),
        Column("start", INT64, "extract", "起点", "Start", "所涉文字在 texts.text 中的起点。",
               "Where the words it concerns start in texts.text.", nullable=True, unit="code point",
               minimum=0),
        Column("end", INT64, "extract", "终点", "End", "所涉文字在 texts.text 中的终点。",
               "Where the words it concerns end in texts.text.", nullable=True, unit="code point",
               minimum=0),
    ),
    (ForeignKey("doc_id", "documents", "doc_id"),),
    (
        Check("span_whole_and_in_order", "start",
              '("start" IS NULL) = ("end" IS NULL) AND ("start" IS NULL OR "start" <= "end")',
              "the span lacks an end or runs backwards", "mend the code that reports this issue"),
        Check("key_has_table", "key", '"key" IS NULL OR "table" IS NOT NULL',
              "there is a key without a table", "mend the code that reports this issue"),
    ),
)
