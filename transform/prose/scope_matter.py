"""Whether a figure of the prose counts what its measure does, and exactly (收到低保申请86件, 不足10件 do not)."""

from __future__ import annotations

import re

from transform.prose.scope_words import BRACKETED, CLAUSE, WIDE_CLAUSE, Place, load_scope_words

_RANGE_BEFORE = re.compile(r"\d(?:件|条|元)?(?:至|到|-|~|—)$")
_RANGE_BEHIND = re.compile(r"(?:至|到|-|~|—|/)\d")
_YEAR = re.compile(r"20\d\d年")
_NOT_DONE = re.compile(r"(?:未|没有)(?:能|有|按[^,。;]{1,4}|及时)?$")


def is_own_request(place: Place) -> bool:
    """The figure counts requests for information that the organ answers for itself.

    Among what is named before it, in the sentence before too, the last decides: 处理网民留言45件,答复45件;
    收到低保申请86件.
    """
    words = load_scope_words()
    clause = CLAUSE.split(place.before)[-1]
    if words.helping.search(clause + place.between):
        return False
    if words.marked_documents.search(place.before) or words.marked_behind.match(place.behind):
        return False
    is_request, is_named, is_proposal = True, False, False
    told = place.context + place.before
    text = told + place.between
    for found in words.matters.finditer(text):
        lead = text[max(0, found.start() - 6) : found.start()]
        if found.lastgroup == "request" or (found.lastgroup == "outcome" and not is_proposal):
            is_request, is_named, is_proposal = True, True, False
        elif found.lastgroup in ("other", "proposal"):
            is_request, is_proposal = False, found.lastgroup == "proposal"
        elif found.lastgroup == "outcome":
            continue
        elif words.vague_requests.search(lead):
            is_request = is_named
        elif found.start() >= len(told) or not is_named:
            is_request = words.before_request.search(lead) is not None
    return is_request


def is_of_disclosure(place: Place) -> bool:
    """A dispute about disclosure, as far as the words say."""
    words = load_scope_words()
    if words.disclosure_denied.match(place.behind) or words.disclosure_behind.match(place.behind):
        return False
    text = place.before + place.between
    clause = WIDE_CLAUSE.split(place.before)[-1] + place.between
    if words.items_before.search(place.before) or words.helped_disputes.search(clause):
        return False
    if words.parties_before.search(place.before):
        return False
    if words.disclosure.search(text):
        return True
    if words.reviewing_behind.match(place.behind):
        return False
    return not (words.other_disputes.search(text) or words.disclosure_within.match(place.behind))


def is_of_documents(place: Place) -> bool:
    """A figure of normative documents (规章13件,其中废止4件 is none), and of the organ's own (学习上级印发的6件)."""
    words = load_scope_words()
    if words.foreign_documents.search(WIDE_CLAUSE.split(place.before)[-1]):
        return False
    named = list(words.documents.finditer(place.before + place.between))
    return not named or named[-1].lastgroup == "own"


def is_of_information_fees(place: Place) -> bool:
    """A fee for information (收取垃圾处理费 is none) that was taken in, in all: not what was due or given back."""
    words = load_scope_words()
    clause = WIDE_CLAUSE.split(place.before)[-1] + place.between
    is_named = words.information_fees.search(place.before + place.between) is not None
    return is_named and words.fees_apart.search(clause) is None


def is_of_every_channel(place: Place) -> bool:
    """Not what came by one channel (通过政府网站共答复申请3件), nor all but the rest (当场答复2件,其余18件), nor a
    share of what came (县本级收到52件,占20.8%; what was answered is one)."""
    words = load_scope_words()
    if words.rest_behind.match(place.behind):
        return False
    if not words.answers.match(place.between) and words.shares_behind.match(place.behind):
        return False
    return words.channel_of_requests.search(CLAUSE.split(place.before)[-1]) is None


def counts_requests(place: Place) -> bool:
    """The verb's object is a request or left out: 受理各类服务事项144350件 counts something else.

    Where a verb before may reach over to the figure (办理热线工单56件,依申请公开2件), it is of nothing certain.
    """
    words = load_scope_words()
    if not words.verbs.match(place.between) and words.handled_before.search(place.before):
        return False
    rest = words.object_fillers.sub("", words.verbs.sub("", place.between))
    return not rest or "申请" in rest or "公开" in rest or words.requests_behind.match(place.behind) is not None


def is_whole_publication(place: Place) -> bool:
    """Not what one of several channels published (微信公众号发布信息623条), nor a part of what was told before.

    发布 is said of any news: there the last clause that names a channel counts, of 公开 the figure's own, or the one
    before where that is the verb alone (通过微信公众号,公开信息977条).
    """
    words = load_scope_words()
    if words.handled_information.search(WIDE_CLAUSE.split(place.before)[-1]):
        return False
    told, part, rest = place.before.rpartition("其中")
    is_of_more = told != "" and place.between.startswith("主动") and "通过" not in rest  # 制作信息30条,其中主动公开9条
    if part and not (is_of_more or words.own_years.search(rest) or _YEAR.search(rest + place.between)):
        return False
    *earlier, clause = WIDE_CLAUSE.split(BRACKETED.sub("", place.before).split(";")[-1])
    if words.whole_channels.search(clause) and words.parts_behind.match(place.behind):
        return False
    clauses = [clause + place.between, *reversed(earlier)]
    if not words.news_verbs.match(place.between):
        clauses = clauses[: 1 if clause else 2]
    named = ({found.lastgroup for found in words.channels.finditer(text)} for text in clauses)
    return "whole" in next(filter(None, named), {"whole"})


def is_exact(place: Place, *, is_rough: bool) -> bool:
    """A figure and no range, bound or difference; where ``is_rough``, 约 and 近 are allowed."""
    words = load_scope_words()
    before = place.before + place.between
    if _RANGE_BEFORE.search(before) or _RANGE_BEHIND.match(place.behind) or _NOT_DONE.search(place.before):
        return False
    unit = re.match(r"[万亿]?[多余]?(?:件次|件|份|宗|起|例|人次|条)?", place.behind)
    behind = place.behind[unit.end() :] if unit else place.behind
    if words.penalties_behind.match(behind):
        return False
    if words.bounds_before.search(before) or words.bounds_behind.search(behind) or words.changes_before.search(before):
        return False
    if is_rough:
        return True
    is_about = words.rough_before.search(before) or words.rough_before.search(place.before)
    return not (is_about or words.rough_behind.search(behind))
