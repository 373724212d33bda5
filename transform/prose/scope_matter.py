"""Whether a figure of the prose counts what its measure does, and exactly (收到低保申请86件, 不足10件 do not)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from transform.prose.scope_words import BRACKETED, CLAUSE, WIDE_CLAUSE, Place, load_scope_words

_RANGE_BEFORE = re.compile(r"\d(?:件|条|元)?(?:至|到|-|~|—)$")
_RANGE_BEHIND = re.compile(r"(?:至|到|-|~|—|/)\d")
_NOT_DONE = re.compile(r"(?:未|没有)(?:能|有|按[^,。;]{1,4}|及时)?$")


def is_own_request(place: Place) -> bool:
    """The figure counts requests for information that the organ answers for itself.

    Among what is named before it the last decides: 处理网民留言45件,答复45件; 收到低保申请86件.
    """
    words = _matter_words()
    clause = CLAUSE.split(place.before)[-1]
    if words.helping.search(clause + place.between) or words.marked.search(place.before):
        return False
    is_request, is_named = True, False
    text = place.before + place.between
    for found in words.matter.finditer(text):
        if found.lastgroup == "request":
            is_request = is_named = True
        elif found.lastgroup == "other":
            is_request = False
        else:
            lead = text[max(0, found.start() - 6) : found.start()]
            is_counted = found.start() >= len(place.before)
            is_request = words.leads_request.search(lead) is not None if is_counted or not is_named else is_request
            is_request = is_named if words.vague.search(lead) else is_request
    return is_request


def is_of_disclosure(place: Place) -> bool:
    """A dispute about disclosure, as far as the words say."""
    words = _matter_words()
    if words.denied.match(place.behind):
        return False
    if words.disclosure.search(place.before + place.between):
        return True
    return not (words.other_dispute.search(place.before + place.between) or words.within.match(place.behind))


def is_of_documents(place: Place) -> bool:
    """A figure of normative documents (规章13件,其中废止4件 is none)."""
    named = list(_matter_words().document.finditer(place.before + place.between))
    return not named or named[-1].lastgroup == "own"


def is_of_every_channel(place: Place) -> bool:
    """Not what came by one channel (通过政府网站共答复申请3件)."""
    return _matter_words().channel.search(CLAUSE.split(place.before)[-1]) is None


def counts_requests(place: Place) -> bool:
    """The verb's object is a request or left out: 受理各类服务事项144350件 counts something else."""
    words = _matter_words()
    rest = words.object_filler.sub("", words.verb.sub("", place.between))
    return not rest or words.object.search(rest) is not None


def is_whole_publication(place: Place) -> bool:
    """Not what one of several channels published (微信公众号发布信息623条), nor a part of what was told before.

    发布 is said of any news: there the last clause that names a channel counts, of 公开 the figure's own, or the one
    before where that is the verb alone (通过微信公众号,公开信息977条).
    """
    words = _matter_words()
    told, part, rest = place.before.rpartition("其中")
    is_of_more = told != "" and place.between.startswith("主动") and "通过" not in rest  # 制作信息30条,其中主动公开9条
    if part and not (is_of_more or words.this_year.search(rest)):
        return False
    *earlier, clause = WIDE_CLAUSE.split(BRACKETED.sub("", place.before).split(";")[-1])
    clauses = [clause + place.between, *reversed(earlier)]
    if not words.news_verb.match(place.between):
        clauses = clauses[: 1 if clause else 2]
    named = ({found.lastgroup for found in words.channel_kind.finditer(text)} for text in clauses)
    return "whole" in next(filter(None, named), {"whole"})


def is_exact(place: Place, *, is_rough: bool) -> bool:
    """A figure and no range, bound or difference; where ``is_rough``, 约 and 近 are allowed."""
    words = _exactness()
    before = place.before + place.between
    if _RANGE_BEFORE.search(before) or _RANGE_BEHIND.match(place.behind) or _NOT_DONE.search(place.before):
        return False
    unit = re.match(r"[万亿]?[多余]?(?:件次|件|份|宗|起|例|人次|条)?", place.behind)
    behind = place.behind[unit.end() :] if unit else place.behind
    if words.bound_before.search(before) or words.bound_behind.search(behind) or words.change_before.search(before):
        return False
    if is_rough:
        return True
    is_about = words.rough_before.search(before) or words.rough_before.search(place.before)
    return not (is_about or words.rough_behind.search(behind))


@dataclass(frozen=True, slots=True)
class _MatterWords:
    helping: re.Pattern[str]
    marked: re.Pattern[str]
    matter: re.Pattern[str]
    vague: re.Pattern[str]
    leads_request: re.Pattern[str]
    denied: re.Pattern[str]
    disclosure: re.Pattern[str]
    other_dispute: re.Pattern[str]
    within: re.Pattern[str]
    document: re.Pattern[str]
    channel: re.Pattern[str]
    channel_kind: re.Pattern[str]
    news_verb: re.Pattern[str]
    this_year: re.Pattern[str]
    verb: re.Pattern[str]
    object: re.Pattern[str]
    object_filler: re.Pattern[str]


@cache
def _matter_words() -> _MatterWords:
    words = load_scope_words()
    matter = rf"(?P<request>{words.requests})|(?P<other>{words.other_matters})|(?P<word>申请(?![人书表量单材]))"
    return _MatterWords(
        helping=re.compile(words.helping),
        marked=re.compile(words.marked_documents),
        matter=re.compile(matter),
        vague=re.compile(rf"(?:{words.vague_requests})$"),
        leads_request=re.compile(rf"(?:^|[^一-龥]|{words.request_words})$"),
        denied=re.compile(words.disclosure_denied),
        disclosure=re.compile(words.disclosure),
        other_dispute=re.compile(words.other_disputes),
        within=re.compile(words.disclosure_within),
        document=re.compile(rf"(?P<own>规范性文件)|(?P<other>{words.other_documents})"),
        channel=re.compile(words.channel_of_requests),
        channel_kind=re.compile(rf"(?P<whole>{words.whole_channels})|(?P<part>{words.part_channels})"),
        news_verb=re.compile(words.news_verbs),
        this_year=re.compile(rf"{words.own_years}|20\d\d年"),
        verb=re.compile(words.verbs),
        object=re.compile(rf"申请|公开|{words.requests}"),
        object_filler=re.compile(words.object_fillers),
    )


@dataclass(frozen=True, slots=True)
class _Exactness:
    bound_before: re.Pattern[str]
    bound_behind: re.Pattern[str]
    rough_before: re.Pattern[str]
    rough_behind: re.Pattern[str]
    change_before: re.Pattern[str]


@cache
def _exactness() -> _Exactness:
    words = load_scope_words()
    return _Exactness(
        bound_before=re.compile(words.bounds_before),
        bound_behind=re.compile(words.bounds_behind),
        rough_before=re.compile(words.rough_before),
        rough_behind=re.compile(words.rough_behind),
        change_before=re.compile(words.changes_before),
    )
