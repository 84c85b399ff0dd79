"""What is read where a collection leaves a cell blank, and what is left blank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.ingest import read_document
from pipeline.ingest.lines import fold
from pipeline.lexicon import read
from pipeline.model import Document
from tests.ingest.helpers import source_of

REPORT = (
    "政府工作报告\n——2024年1月10日在某某大会上\n各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。\n"
    "一、2023年工作回顾\n过去一年，全市生产总值增长6%。\n二、2024年主要任务\n新建学校5所。\n"
)


def document(text: str, path: str = "files/a.txt", **stated: str | date | None) -> Document:
    data = text.encode()
    return read_document(source_of(data, path, **stated), data)  # type: ignore[arg-type]


def told(document: Document) -> dict[str, str]:
    """Return column → message of what was inferred."""
    found = [i.message for i in document.issues if i.code == "metadata.inferred"]
    return {message.split(" ")[0]: message for message in found}


@pytest.mark.parametrize("row", read("doc_types"), ids=lambda row: row["example"])
def test_every_kind_of_the_lexicon_is_read_from_its_example(row: dict[str, str]) -> None:
    text = f"{row['example']}\n发布时间:2023-02-03\n正文。" if row["where"] == "title" else row["example"]
    found = document(text)
    assert found.doc_type == row["doc_type"]
    assert fold(found.doc_type) in told(found)["doc_type"]


def test_what_is_stated_is_never_overruled_and_not_told_as_inferred() -> None:
    found = document(
        "襄阳市2023年重点工作清单\n新建学校5所。",
        title="题",
        doc_type="news",
        place="枣阳",
        plan_period="2021/2025",
    )
    assert (found.title, found.doc_type, found.place, found.plan_end) == (
        "题",
        "news",
        "枣阳市",
        date(2025, 12, 31),
    )
    assert not told(found)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("襄阳市2023年重点工作清单\n新建学校5所。", "襄阳市2023年重点工作清单"),
        ("襄阳市2023年重点工作清单（征求意见稿）\n新建学校5所。", "襄阳市2023年重点工作清单（征求意见稿）"),
        (
            "襄阳市人民政府关于\n印发2023年民生实事的通知\n各县区：\n",
            "襄阳市人民政府关于印发2023年民生实事的通知",
        ),
        (
            "襄阳市2022年国民经济和社会发展计划\n执行情况与2023年计划草案的报告\n各位代表：",
            "襄阳市2022年国民经济和社会发展计划执行情况与2023年计划草案的报告",
        ),
        ("一、稳增长工作方案\n新建学校5所。", None),
        ("全面落实稳增长工作方案。\n新建学校5所。", None),
        ("枣阳市\n全力奋进。新建学校5所。", None),
        ("枣阳市今年新建学校\n来源：某某日报\n新建学校5所。", "枣阳市今年新建学校"),
        ("襄陽市2023年工作計劃\n興建學校5所。", "襄陽市2023年工作計劃"),
    ],
)
def test_a_title_is_read_from_the_first_lines_or_left_blank(text: str, title: str | None) -> None:
    assert document(text).title == title


def test_a_title_is_read_from_the_name_of_the_file_where_the_text_has_none() -> None:
    assert document("新建学校5所。", "files/2023年襄阳市工作要点.txt").title == "2023年襄阳市工作要点"
    assert document("新建学校5所。", "files/2023_襄阳_goals.txt").title is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("襄阳市2023年工作要点\n新建学校5所。", "襄阳市"),
        ("湖北省襄阳市2023年工作要点\n新建学校5所。", "襄阳市"),
        ("关于印发枣阳2023年工作要点的通知\n新建学校5所。", "枣阳市"),
        ("2025年广西政府工作报告\n新建学校5所。", "广西壮族自治区"),
        ("襄陽市2023年工作計劃\n興建學校5所。", "襄阳市"),
        ("政府工作报告\n——2024年1月10日在襄阳市第十八届人民代表大会第三次会议上\n新建学校5所。", "襄阳市"),
        ("现在，我代表襄阳市人民政府，向大会报告工作。", "襄阳市"),
        ("枣阳市新建学校5所。宜城市修路3公里。南漳县改造小区7个。", "襄阳市"),
        ("南漳县新建学校5所，南漳县修路3公里。", "南漳县"),
        ("全市新建学校5所。", None),
    ],
)
def test_the_place_is_read_where_the_document_names_it(text: str, place: str | None) -> None:
    found = document(text)
    assert found.place == place
    assert (found.place_id is None) == (place is None)


def test_the_place_of_a_passage_is_read_from_the_name_of_its_file() -> None:
    found = document("今年主要预期目标是：经济增长5.5%以上。", "files/2025_四川_goals.txt")
    assert (found.place, found.doc_type, found.issuer) == ("四川省", "government_report", "四川省人民政府")
    assert (found.plan_start, found.plan_end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert "file name" in told(found)["place"]


def test_an_unknown_place_is_an_issue_and_no_error() -> None:
    found = document("新建学校5所。", place="乌有市")
    assert (found.place, found.place_id) == ("乌有市", None)
    assert [i.severity for i in found.issues if i.code == "place.unknown"] == ["warning"]


@pytest.mark.parametrize("written", ["襄阳", "襄阳市", "襄陽", "湖北省襄阳市"])
def test_a_place_may_be_short_long_or_traditional(written: str) -> None:
    found = document("新建学校5所。", place=written)
    assert (found.place, found.place_id) == ("襄阳市", "CN-420600")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("襄阳市2023年工作要点\n完成。", (2023, 2023)),
        ("襄阳市三年行动计划（2023—2025年）\n完成。", (2023, 2025)),
        ("襄阳市2021-2025年发展规划\n完成。", (2021, 2025)),
        ("襄阳市“十四五”养老服务规划\n完成。", (2021, 2025)),
        ("襄阳市第十五个五年规划纲要\n完成。", (2026, 2030)),
        ("襄阳市2022年计划执行情况与2023年计划草案的报告\n完成。", (2023, 2023)),
        ("二〇二四年襄阳市政府工作报告\n完成。", (2024, 2024)),
        ("二零二四年施政報告\n2027年落成房屋。2027年完工。", (2024, 2024)),
        ("臺中市政府施政報告\n中華民國113年4月\n新建公園3座。", (2024, 2024)),
        ("嘉義市政府114年度施政計畫\n中華民國113年11月編印\n新建公園3座。", (2025, 2025)),
        ("襄阳市建校114年纪念活动方案\n2023年完成。", (2023, 2023)),
        (
            "政府工作报告\n——2021年12月26日在襄阳市人民代表大会上\n现在，我向大会报告工作，请予审议。",
            (2022, 2022),
        ),
        (
            "政府工作报告\n——2021年1月26日在襄阳市人民代表大会上\n现在，我向大会报告工作，请予审议。",
            (2021, 2021),
        ),
        ("政府工作报告\n一、2021年和过去五年工作回顾\n新建学校5所。\n二、2022年工作安排", (2022, 2022)),
        (REPORT, (2024, 2024)),
        ("政府工作报告\n一、2023年工作回顾\n新建学校5所。", (2024, 2024)),
        ("完成时限:2023年6月。完成时限:2023年12月。2022年已建成。", (2023, 2023)),
        ("新建学校5所。", None),
    ],
)
def test_the_plan_period_is_read_from_title_or_text(text: str, years: tuple[int, int] | None) -> None:
    found = document(text)
    period = None
    if found.plan_start and found.plan_end:
        period = (found.plan_start.year, found.plan_end.year)
    assert period == years
    assert ("plan_period" in told(found)) == (years is not None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("襄阳市2023年工作要点\n(征求意见稿)\n完成。", "draft"),
        ("襄阳市2023年工作要点（草案）\n完成。", "draft"),
        ("襄阳市2022年计划执行情况与2023年计划草案的报告\n完成。", "unknown"),
        ("关于印发襄阳市2023年工作要点的通知\n完成。", "final"),
        (REPORT, "final"),
        ("襄阳市2023年工作要点\n完成。", "unknown"),
    ],
)
def test_the_status_is_read_from_the_first_lines(text: str, status: str) -> None:
    assert document(text).status == status


def test_issuer_and_day_of_posting_are_read_from_the_page() -> None:
    found = document(
        "索引号：011/2023　发布机构：襄阳市人民政府办公室　成文日期：2023年2月3日\n襄阳市2023年工作要点\n"
        "发布时间：2023-02-05 10:11\n新建学校5所。"
    )
    assert (found.issuer, found.published_on) == ("襄阳市人民政府办公室", date(2023, 2, 5))


def test_a_day_that_is_none_is_left_blank() -> None:
    assert document("襄阳市2023年工作要点\n发布时间:2023-02-30 10:11\n新建学校5所。").published_on is None


@pytest.mark.parametrize("stated", [date(2023, 2, 5), None])
def test_a_document_published_after_it_was_retrieved_is_an_issue_and_no_error(stated: date | None) -> None:
    text = "襄阳市2023年工作要点\n发布时间：2023-02-05 10:11\n新建学校5所。"
    found = document(text, published=stated, retrieved=date(2023, 2, 4))
    (issue,) = (i for i in found.issues if i.code == "metadata.contradictory")
    assert issue.severity == "warning"
    assert "published 2023-02-05 is after retrieved 2023-02-04" in issue.message
    same_day = document(text, published=stated, retrieved=date(2023, 2, 5))
    assert "metadata.contradictory" not in {i.code for i in same_day.issues}


def test_what_nothing_tells_is_said_to_be_missing() -> None:
    found = document("新建学校5所。")
    missing = [i.message.split(" ")[0] for i in found.issues if i.code == "metadata.missing"]
    assert missing == ["title", "place", "plan_period"]
    assert found.doc_type == "other"


def test_blank_metadata_of_the_founding_documents_is_read_as_authored(shared: Path) -> None:
    first, second = (
        read_document(source_of(data, f"files/{path.name}"), data)
        for path in sorted((shared / "seeds").glob("*.txt"))
        for data in [path.read_bytes()]
    )
    assert (first.title, first.place, first.status) == (
        "襄阳都市圈发展2023年重点工作清单",
        "襄阳都市圈",
        "draft",
    )
    assert (first.doc_type, first.published_on) == ("work_list", date(2023, 5, 23))
    assert (second.doc_type, second.place) == ("work_list", "襄阳市")
    assert second.plan_start == date(2022, 1, 1)


def test_the_reports_are_known_for_what_they_are(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("2*.txt")):
        data = path.read_bytes()
        found = read_document(source_of(data, "files/unnamed.txt"), data)
        assert (found.title, found.doc_type) == (path.stem, "government_report")
        assert found.place is not None
        assert found.place[:2] in path.stem
        assert found.plan_start == date(2025, 1, 1)
