"""Every closed vocabulary of the published tables: code, label in Chinese, label in English.

Codes are lower-case ASCII and never change their meaning; labels may be reworded. The order of the terms is
the order in which the codebook and the charts show them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a vocabulary with what a reader calls it."""

    code: str
    label_zh: str
    label_en: str


def _terms(*terms: tuple[str, str, str]) -> tuple[Term, ...]:
    return tuple(Term(*term) for term in terms)


VOCABULARIES: dict[str, tuple[Term, ...]] = {
    "doc_type": _terms(
        ("work_list", "工作清单", "work list"),
        ("work_plan", "工作方案", "work plan"),
        ("government_report", "政府工作报告", "government work report"),
        ("breakdown", "任务分解", "breakdown of tasks"),
        ("livelihood_projects", "民生实事", "livelihood projects"),
        ("policy_measures", "政策措施", "policy measures"),
        ("five_year_plan", "五年规划", "five-year plan"),
        ("news", "新闻报道", "news report"),
        ("other", "其他", "other"),
    ),
    "status": _terms(
        ("draft", "征求意见稿", "draft for comment"),
        ("final", "正式稿", "final"),
        ("unknown", "不详", "unknown"),
    ),
    "source_kind": _terms(
        ("official", "官方网站", "the issuer's own site"),
        ("state_media", "官方媒体", "state media"),
        ("repost", "转载", "repost by another site"),
        ("unknown", "不详", "unknown"),
    ),
    "parse_state": _terms(
        ("ok", "已读", "read"),
        ("quarantined", "已隔离", "set aside, could not be read"),
    ),
    "section_kind": _terms(
        ("theme", "主题", "theme"),
        ("place", "地方", "place block"),
        ("review", "回顾", "review of past work"),
        ("goals", "目标", "goals"),
        ("preamble", "前言", "preamble"),
        ("closing", "结尾", "closing"),
        ("furniture", "页面杂项", "page furniture"),
    ),
    "stage": _terms(
        ("plan", "规划", "plan"),
        ("prepare", "前期准备", "prepare"),
        ("start", "开工启动", "start"),
        ("continue", "持续推进", "continue"),
        ("complete", "建成完成", "complete"),
        ("in_use", "投入使用", "put into use"),
        ("operate", "运营管理", "operate"),
        ("institute", "建立制度", "institute a rule or body"),
        ("apply", "申报争取", "apply for"),
        ("other", "其他", "other"),
    ),
    "deadline_type": _terms(
        ("by", "截止于", "by a date"),
        ("during", "期间内", "during a period"),
        ("ongoing", "持续", "ongoing, without an end"),
        ("from_until", "起止", "from a date until a date"),
    ),
    "deadline_event": _terms(
        ("complete", "完成", "complete"),
        ("start", "开工", "start"),
        ("in_use", "投用", "in use"),
        ("sign", "签约", "sign"),
        ("report", "报送", "report"),
        ("none", "未说明", "not stated"),
    ),
    "year_basis": _terms(
        ("stated", "原文写明", "stated in the text"),
        ("inherited", "沿用规划年度", "taken from the plan year"),
    ),
    "responsibility_role": _terms(
        ("lead", "牵头", "lead"),
        ("responsible", "责任", "responsible"),
        ("cooperate", "配合", "cooperate"),
    ),
    "expansion": _terms(
        ("direct", "原文直写", "named as such"),
        ("distributed", "分配共用词", "a shared head distributed over a list"),
        ("generic", "类称", "a class of organisations"),
        ("anaphoric", "指代", "refers back (relevant units)"),
    ),
    "role": _terms(
        ("target", "目标", "target"),
        ("threshold", "门槛", "threshold inside a definition"),
        ("scope", "范围", "size of a set acted upon"),
        ("breakdown", "其中项", "part of another value"),
        ("resource", "投入", "resource in place or assigned"),
        ("baseline", "基数", "baseline"),
        ("achieved", "已完成", "past result"),
        ("context", "背景", "context"),
    ),
    "measure": _terms(
        ("quantity", "数量", "quantity or level"),
        ("increment", "增量", "increment"),
        ("growth_rate", "增长率", "growth rate"),
        ("share", "占比", "share or rate"),
        ("reduction", "降幅", "reduction"),
        ("rank", "位次", "rank"),
    ),
    "comparator": _terms(
        ("eq", "等于", "equal to"),
        ("ge", "不少于", "at least"),
        ("gt", "超过", "more than"),
        ("le", "不超过", "at most"),
        ("lt", "低于", "less than"),
        ("approx", "左右", "about"),
        ("approx_ge", "略多于", "slightly more than"),
        ("approx_le", "接近", "nearly"),
        ("range", "区间", "between"),
    ),
    "modality": _terms(
        ("assure", "确保", "assured"),
        ("aim", "力争", "aimed at"),
        ("expect", "预期", "expected"),
        ("stretch", "冲刺", "stretch goal"),
        ("none", "无语气词", "stated plainly"),
    ),
    "place_basis": _terms(
        ("stated", "原文写明", "stated beside the value"),
        ("responsibility", "责任单位所在地", "the one place of all responsible bodies"),
        ("section", "所在地方板块", "the place block around it"),
        ("document", "文件所属地", "the document's place"),
        ("breakdown", "随其中项", "the member of a breakdown it belongs to"),
    ),
    "period_basis": _terms(
        ("stated", "原文写明", "stated beside the value"),
        ("document", "规划期", "the document's plan period"),
        ("review", "回顾期", "the period the review looks back on"),
        ("none", "无", "none"),
    ),
    "numeral_class": _terms(
        ("quantity", "数量", "quantity"),
        ("deadline", "期限", "deadline"),
        ("date", "日期", "date"),
        ("ordinal", "序数", "ordinal"),
        ("label", "名称代号", "part of a name or code"),
        ("marker", "序号", "list marker"),
        ("furniture", "页面杂项", "page furniture"),
        ("unexplained", "未能解释", "not explained by any rule"),
    ),
    "place_kind": _terms(
        ("country", "国家", "country"),
        ("province", "省级", "province level"),
        ("prefecture", "地级", "prefecture level"),
        ("county", "县", "county"),
        ("district", "市辖区", "district"),
        ("county_city", "县级市", "county-level city"),
        ("township", "乡镇街道", "township level"),
        ("province_direct", "省直辖", "county level directly under a province"),
        ("functional_zone", "功能区", "functional zone"),
        ("city_cluster", "城市群", "city cluster"),
    ),
    "organization_kind": _terms(
        ("government", "人民政府", "people's government"),
        ("department", "政府部门", "government department"),
        ("zone_committee", "管理委员会", "administrative committee of a zone"),
        ("party_organ", "党的机关", "party organ"),
        ("court_procuratorate", "法院检察院", "court or procuratorate"),
        ("institution", "事业单位", "public institution"),
        ("mass_organisation", "群团组织", "mass organisation"),
        ("enterprise", "企业", "enterprise"),
        ("class", "一类单位", "a class of organisations"),
        ("other", "其他", "other"),
    ),
    "metric_domain": _terms(
        ("economy", "经济总量", "economy"),
        ("industry", "工业", "industry"),
        ("investment", "投资与项目", "investment and projects"),
        ("finance", "财政金融", "public finance"),
        ("consumption", "消费", "consumption"),
        ("prices", "物价", "prices"),
        ("trade", "外贸外资", "trade and foreign capital"),
        ("employment", "就业", "employment"),
        ("income", "居民收入", "household income"),
        ("agriculture", "农业农村", "agriculture and countryside"),
        ("transport", "交通", "transport"),
        ("innovation", "科技创新", "innovation"),
        ("digital", "数字经济", "digital economy"),
        ("environment", "生态环境", "environment"),
        ("energy", "能源", "energy"),
        ("urban", "城镇建设", "towns and housing"),
        ("water", "水利供水", "water"),
        ("education", "教育", "education"),
        ("health", "卫生养老", "health and care"),
        ("tourism", "文化旅游", "culture and tourism"),
        ("governance", "社会治理", "governance"),
    ),
    "good_direction": _terms(
        ("up", "越高越好", "higher is better"),
        ("down", "越低越好", "lower is better"),
        ("neutral", "无定向", "neither"),
    ),
    "severity": _terms(
        ("error", "错误", "error"),
        ("warning", "警告", "warning"),
        ("info", "提示", "information"),
    ),
    "source": _terms(
        ("raw", "原文件", "the raw file's bytes"),
        ("collection", "文件集登记", "documents.csv and collection.toml, or inferred (then told in issues)"),
        ("text", "原文文字", "the source's words, verbatim"),
        ("extract", "规则识别", "read from the text by rules"),
        ("normalize", "规范化", "made from other columns and the lexicon"),
        ("lexicon", "词表", "the lexicon"),
        ("comparison", "版本比较", "comparison with the release before"),
    ),
    "change": _terms(
        ("added", "新增", "added"),
        ("removed", "删除", "removed"),
        ("changed", "修改", "changed"),
    ),
    "cause": _terms(
        ("source", "原文件新增、删除或内容变化", "the document came, went, or its bytes are others"),
        ("listing", "文件集登记变化", "the same bytes, of which the collection now states other things"),
        ("pipeline", "规则、词表或程序变化", "the same document: rules, lexicon or program changed"),
    ),
}
"""Vocabulary name → its terms. The name is what `Column.vocabulary` holds."""


def codes(vocabulary: str) -> tuple[str, ...]:
    """Return the codes of `vocabulary` in order; KeyError when there is none of that name."""
    return tuple(term.code for term in VOCABULARIES[vocabulary])


def labels(vocabulary: str, language: str) -> dict[str, str]:
    """Return code → label of `vocabulary` in `language` (`zh` or `en`)."""
    return {term.code: getattr(term, f"label_{language}") for term in VOCABULARIES[vocabulary]}
