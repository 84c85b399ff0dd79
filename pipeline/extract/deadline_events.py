"""What is to happen by a deadline: start, completion, use, signing, or a report of it."""

from __future__ import annotations

import re

from pipeline.extract.lexicon import cue_codes, cues


def stage_event(text: str, offset: int) -> str | None:
    """Return the event of a stage goal (第二季度:开工建设;…)."""
    stop = _STAGE_END.search(text, offset)
    match = cues("event").search(text, offset, stop.start() if stop else len(text))
    return cue_codes("event")[match.group()] if match else None


def event_behind(text: str, offset: int) -> tuple[str | None, int]:
    """Return the event that follows a date directly and the offset where its words end."""
    skipped = _LED_UP.match(text, offset)
    begin = skipped.end() if skipped else offset
    match = cues("event").match(text, begin)
    if match is None and begin > offset:
        match = cues("event").match(text, offset)
    if match is None:
        return None, 0
    codes = cue_codes("event")
    further = cues("event").match(text, match.end())
    if further and codes[further.group()] == "in_use":  # 建成通车: what it is for comes last
        match = further
    return codes[match.group()], match.end()


def is_report(text: str, offset: int) -> bool:
    """Tell an instruction to report (报送) from work to be done."""
    stop = _REPORT_END.search(text, offset, offset + 60)
    return bool(_REPORT.search(text, offset, stop.start() if stop else offset + 60))


_STAGE_END = re.compile(r"[;。\n]")
_LED_UP = re.compile(
    r"(?:一期|二期|首批|首期|分阶段|分批|分期|额外|大河|全线|主线|项目|工程|全部|全面|正式|基本|建设|如期|力争|确保|实现|主体|顺利|争取|可|,)*"
)
_REPORT_END = re.compile(r"[。;\n)]")
_REPORT = re.compile(
    r"报送|填报|呈报|上报|报至|报市|报县|报区|报省|报州|报送至|反馈至|报.{0,20}(?:办公室|政府办|督查)"
)
