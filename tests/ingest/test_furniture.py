"""Page chrome and content told apart; the examples are made up, the forms are those of real sites."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.furniture import find_furniture
from pipeline.ingest.lines import LONG, Line, fold, is_title
from pipeline.lexicon import read

ROWS = read("furniture")
BODY = "一、稳增长\n1.新建学校5所。(责任单位:市教育局)\n2.完成投资3亿元。(责任单位:市发改委)"


def content(text: str) -> str:
    """Return the text without its furniture."""
    layout = find_furniture(text)
    kept = list(text)
    for start, end in layout.furniture:
        kept[start:end] = " " * (end - start)
    return "\n".join(line.strip() for line in "".join(kept).splitlines() if line.strip())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["example"])
def test_every_form_of_the_lexicon_matches_its_example(row: dict[str, str]) -> None:
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    example = fold(row["example"])
    assert pattern.search(example) if row["where"] == "notice" else pattern.fullmatch(example)


@pytest.mark.parametrize("row", read("title_words"), ids=lambda row: row["word"])
def test_every_title_word_makes_its_example_a_title(row: dict[str, str]) -> None:
    assert is_title(Line(0, 1, fold(row["example"])))


@pytest.mark.parametrize("row", [r for r in ROWS if r["where"] == "line"], ids=lambda row: row["example"])
def test_a_form_of_one_line_alone_between_content_is_the_only_furniture(row: dict[str, str]) -> None:
    text = f"某某市2023年工作要点\n{BODY}\n{row['example']}\n3.改造小区7个。"
    layout = find_furniture(text)
    assert [text[a:b] for a, b in layout.furniture] == [row["example"]]
    assert text[layout.content_start : layout.content_end] == text


@pytest.mark.parametrize(
    "line",
    [
        "编辑出版地方志2部",
        "分享经济规模达到5亿元",
        "浏览量突破10万次",
        "点击量10万次以上",
        "访问量:10万人次",
        "字号老店中小企业改造3家",
        "主办单位:市交通运输局",
        "资金来源:市财政",
        "地址:某某大道5号",
        "打印设备更新20台",
        "中小企业服务中心",
        "第3期工程",
        "2023",
        "12",
        "3/20",
        "扫黑除恶专项斗争常态化,扫一扫进村入户",
        "版权登记200件",
        "加强版权保护,网络侵权案件办结率达到95%",
        "网站集约化建设",
        "(c)推进制造业升级",
        "关闭小煤矿3处",
        "转发10个典型案例",
    ],
)
def test_a_line_of_content_is_never_furniture(line: str) -> None:
    for text in (
        f"某某市2023年工作要点\n{BODY}\n{line}\n3.改造小区7个。",
        f"某某市2023年工作要点\n发布时间:2023-02-03\n{BODY}\n{line}",
        f"{line}\n{BODY}",
    ):
        assert line in content(text)


def test_the_head_of_a_government_site_is_furniture_and_the_title_is_not() -> None:
    head = (
        "当前位置：首页 > 政府信息公开\n索 引 号：011043210/2023-00012　发布机构：某某市政府办公室\n"
        "发文字号：某政办发〔2023〕7号　成文日期：2023年2月3日\n"
    )
    text = (
        f"{head}某某市2023年重点工作清单\n发布时间：2023-02-05 10:11 浏览次数：1024 字体：[大 中 小]\n{BODY}"
    )
    layout = find_furniture(text)
    assert text[layout.content_start :].startswith("某某市2023年重点工作清单")
    assert content(text) == f"某某市2023年重点工作清单\n{BODY}"


def test_a_block_of_labels_and_values_a_line_each_is_furniture() -> None:
    head = "索引号\n0110/2023-00012\n主题分类\n综合政务\n发文机关\n某某市人民政府\n成文日期\n2023年02月03日\n"
    text = f"{head}某某市人民政府关于印发2023年民生实事的通知\n{BODY}"
    assert content(text) == f"某某市人民政府关于印发2023年民生实事的通知\n{BODY}"


def test_one_label_alone_is_no_block() -> None:
    text = f"有效性\n长期\n{BODY}"
    assert content(text) == text


def test_the_title_of_the_page_goes_with_the_chrome_when_the_document_repeats_it() -> None:
    text = f"某某市2023年工作要点\n作者:甲 | 发布时间:2023-05-01\n某某市2023年重点工作清单\n{BODY}"
    assert content(text) == f"某某市2023年重点工作清单\n{BODY}"


def test_a_title_that_says_more_than_the_line_below_the_chrome_is_kept() -> None:
    text = f"2025年某某省政府工作报告\n来源:某某日报\n政府工作报告\n各位代表:\n{BODY}"
    assert content(text).startswith("2025年某某省政府工作报告\n政府工作报告")


def test_a_title_over_two_lines_above_the_chrome_is_kept_whole() -> None:
    text = f"某某市人民政府办公室\n关于印发2023年工作要点的通知\n发布时间:2023-05-01\n各县区人民政府:\n{BODY}"
    assert content(text).startswith("某某市人民政府办公室\n关于印发2023年工作要点的通知\n各县区人民政府:")


def test_share_buttons_above_the_text_do_not_make_the_text_a_tail() -> None:
    text = "某某县2023年项目表\n分享到:\n序号\n项目\n1\n体育馆\n2\n图书馆"
    assert "体育馆" in content(text)
    assert "图书馆" in content(text)


def test_the_tail_of_a_sharing_site_is_furniture_with_its_numbered_notice() -> None:
    tail = (
        "全市电商工作要点\n2021年某市质量工作要点\n2020年某县工作要点\n本文标题: 某某市2023年工作要点\n链接地址:https://www.example.org/1.html\n"
        "版权声明:\n1.本网资料来自互联网，仅供学习参考。\n2.转载时请保留版权信息，如侵犯权益请联系我们删除。\n"
        "重点推荐栏目\n关于某某网 | 在线投稿 | 联系我们\nCopyright © 2004-2025 All Rights Reserved."
    )
    text = f"某某市2023年重点工作清单\n{BODY}\n\n{tail}"
    layout = find_furniture(text)
    assert text[: layout.content_end].endswith("(责任单位:市发改委)")
    assert text[layout.furniture[-1][0] :] == tail


def test_the_tail_of_a_newspaper_page_is_furniture() -> None:
    assert content(f"{BODY}\n编辑者:某甲\n分享到:") == BODY
    assert content(f"{BODY}\n责任编辑：某乙\n【打印本页】【关闭窗口】\n扫一扫在手机打开当前页") == BODY


def test_titles_of_other_pages_below_an_opener_are_furniture_even_with_figures() -> None:
    text = f"{BODY}\n相关链接：\n某某市一季度完成投资20亿元\n某某区新增企业30家\n"
    assert content(text) == BODY


def test_prose_below_an_opener_is_content() -> None:
    text = f"{BODY}\n相关链接\n去年，全市新建学校3所，改造小区20个。"
    assert "去年，全市新建学校3所" in content(text)


def test_attached_titles_are_content() -> None:
    text = f"{BODY}\n附件:\n某某市项目一览表\n某某市工作方案\n某某市任务分解表\n责任编辑:某甲"
    assert "某某市工作方案" in content(text)


def test_a_flattened_table_at_the_end_is_content() -> None:
    cells = "\n".join(["序号", "项目", "时限", "1", "修建桥梁4座", "6月", "2", "图书馆", "年底"])
    assert cells in content(f"某某县2023年项目表\n发布时间:2023-02-03\n{cells}\n责任编辑:某甲")


def test_a_running_header_is_furniture_but_for_its_first() -> None:
    title = "某某市2023年重点工作清单"
    text = f"{title}\n{BODY}\n{title}\n第2/9页\n3.改造小区7个。\n{title}\n4.修路3公里。"
    assert content(text) == f"{title}\n{BODY}\n3.改造小区7个。\n4.修路3公里。"


def test_a_page_of_chrome_only_has_no_content() -> None:
    layout = find_furniture("当前位置:首页\n分享到:\n责任编辑:某甲\n")
    assert layout.content_start == layout.content_end


@pytest.mark.parametrize("text", ["", "\n \u3000\n"])
def test_nothing_has_no_furniture(text: str) -> None:
    assert find_furniture(text).furniture == ()


@given(
    st.lists(
        st.sampled_from(
            [row["example"] for row in ROWS] + BODY.splitlines() + ["某市2023年工作要点", "", "x" * 400]
        )
    ),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_spans_lie_in_the_text_in_order_and_never_touch_a_task(lines: list[str], end: str) -> None:
    text = end.join(lines)
    layout = find_furniture(text)
    last = 0
    for start, stop in layout.furniture:
        assert last <= start < stop <= len(text)
        last = stop
    assert 0 <= layout.content_start <= layout.content_end <= len(text)
    assert content(text).count("责任单位") == text.count("责任单位")


@given(st.text("首页>:：0123456789 |\n编辑责任分享到版权声明〔〕号年月日.-", max_size=300))
def test_no_text_makes_it_raise(text: str) -> None:
    find_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "首页>" * 300_000,
        "|" * 1_000_000,
        "版权" * 500_000,
        "分享到:\n" * 200_000,
        "索引号\n" * 200_000,
        ("-" * LONG + "\n") * 3_000,
        (" " * 1_000_000) + "x",
        "\u200b" * 1_000_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    started = time.monotonic()
    find_furniture(text)
    assert time.monotonic() - started < 20  # a guard against hanging, not a timing


def test_the_digits_of_the_founding_documents_are_told_apart(shared: Path) -> None:
    for gold, seed in (("000", "000_0060d445c3b7bf22.txt"), ("001", "001_0821a5a1c81bcfcf.txt")):
        text = (shared / "seeds" / seed).read_bytes().decode()
        layout = find_furniture(text)
        for written in (shared / "gold" / "seeds" / f"{gold}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(written)
            if row["kind"] == "document" or "start" not in row:
                continue
            inside = any(start <= row["start"] < end for start, end in layout.furniture)
            assert inside == (row.get("class") == "furniture"), row


def test_the_reports_keep_all_but_their_bylines(shared: Path) -> None:
    for path in sorted((shared / "corpus").glob("2*.txt")):
        text = path.read_bytes().decode()
        layout = find_furniture(text)
        assert layout.content_start == 0
        assert text[layout.content_end :].strip() == ""
        assert all(text[a:b].replace(" ", "").startswith("来源") for a, b in layout.furniture), path
