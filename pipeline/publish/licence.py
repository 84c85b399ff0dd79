"""LICENSE.md: under what terms the tables may be used, and what is known of the sources' own rights."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipeline.publish.facts import Facts, citation
from pipeline.publish.markdown import cell, table

FILE = "LICENSE.md"

_GRANTED_EN = """\
The tables of this release (every file here) are licensed under {licence}: {url}

You may copy, pass on and change them for any purpose as long as you name the source, link to the licence and \
say whether you changed anything. A sufficient credit is:

> {citation}

They come as they are, without warranty of any kind."""
_GRANTED_ZH = """\
本版数据表（此处的每个文件）按 {licence} 许可使用：{url}

只要注明来源、附上许可链接并说明是否作过改动，即可为任何目的复制、传播和修改。足够的署名为：

> {citation}

数据按现状提供，不作任何保证。"""
# Other licences have other terms: their own text tells them.
_OTHER_EN = """\
The tables of this release (every file here) are licensed under {licence}, whose terms stand at {url}

To credit them:

> {citation}"""
_OTHER_ZH = """\
本版数据表（此处的每个文件）按 {licence} 许可使用，条款见 {url}

署名：

> {citation}"""
_NONE_EN = """\
No licence is stated for the tables of this release: ask whoever gave them to you what you may do with them.

> {citation}"""
_NONE_ZH = """\
未说明本版数据表的许可：可以如何使用，请询问提供者。

> {citation}"""
_SOURCES_EN = """\
**What the licence does not cover.** The source documents, and the passages of them that the tables repeat (the \
full texts in `texts`; titles, headings, task texts, quotes and words as written elsewhere), belong to whoever wrote \
and published them. We claim no right in them and can grant none. What is known of each stands below and in \
`documents.text_rights`."""
_SOURCES_ZH = """\
**许可不涵盖之处。**源文件，以及数据表所引的源文件文字（`texts` 的全文；其他表中的标题、任务文字、引文和原文写法），\
权利属于其作者和发布者。我们不主张、也无从授予这些权利。已知情况见下表和 `documents.text_rights`。"""


def licence_page(facts: Facts, documents: pl.DataFrame) -> str:
    """Return LICENSE.md in English and Chinese, with the collections and the rights stated of each document."""
    said = {
        "licence": facts.release.licence,
        "url": facts.release.licence_url,
        "citation": citation(facts),
    }
    english, chinese = _terms(facts.release.licence)
    blocks = [
        f"# Licence of {facts.release.title}, {facts.version}",
        english.format(**said),
        _SOURCES_EN,
        "## 许可（中文）",
        chinese.format(**said),
        _SOURCES_ZH,
        *_collections(facts),
        "## Documents 文件",
        table(("doc_id", "document 文件", "rights 权利", "source 来源"), _documents(documents)),
    ]
    return "\n\n".join(blocks) + "\n"


def _terms(licence: str) -> tuple[str, str]:
    if not licence:
        return _NONE_EN, _NONE_ZH
    return (_GRANTED_EN, _GRANTED_ZH) if licence == "CC-BY-4.0" else (_OTHER_EN, _OTHER_ZH)


def _collections(facts: Facts) -> Iterator[str]:
    if facts.collections:
        yield "## Collections 文件集"
        rows = ((c.name, cell(c.title), cell(c.publisher), cell(c.licence)) for c in facts.collections)
        yield table(("collection 文件集", "title 标题", "publisher 发布者", "licence 许可"), rows)


def _documents(documents: pl.DataFrame) -> Iterator[tuple[str, ...]]:
    for row in documents.iter_rows(named=True):
        rights = row["text_rights"] or "not stated 未说明"
        yield row["doc_id"], cell(row["title"] or row["path"]), cell(rights), cell(row["source_url"])
