"""Whether a figure of the prose is the reporting organ's (各镇街收到12件 is not the county's, nor 全县 a bureau's)."""

from __future__ import annotations

import re

from transform.prose.scope_words import BRACKETED, CLAUSE, WIDE_CLAUSE, Own, Place, load_scope_words

_ALL_OF = re.compile(r"[我本全](?P<whole>[国省市县区州旗盟镇乡局委厅院]|街道)(?P<rest>[一-龥]{0,24})$")
_WIDER = re.compile(r"全(?P<whole>[国省市县区州旗盟])")
_REGION = "省市县区州旗盟"
_LONGEST_NAME = 16


def is_own_organ(place: Place, own: Own) -> bool:
    """No other organ is the subject: of the figure's own clause, else of the clause before that states a figure."""
    words = load_scope_words()
    *earlier, wide = WIDE_CLAUSE.split(BRACKETED.sub("", place.before))
    clause = CLAUSE.split(wide)[-1]
    if words.in_whose_name.search(clause + place.between):
        return False
    region = _WIDER.search(clause + place.between)
    if region and own.organ and (region["whole"] != own.whole or not own.is_government):
        return False
    if own.is_government and words.own_level.search(clause + place.between) and _WIDER.search(place.before):
        return False
    if own.organ and _ends_in_organ(place.between) and _judge_subject(place.between, own) is False:
        return False
    subject = words.verbs.split(clause)[0] if clause else words.predicates.split(place.between)[0]
    if own.is_government and words.government_alone.search(subject) and words.others_behind.match(place.behind):
        return False
    verdict = _names_everyone(place.before, own) or _judge_subject(subject, own)
    for previous in reversed([*earlier, wide.removesuffix(clause)]) if verdict is None else ():
        if words.stated_figure.search(previous):
            subject = words.verbs.split(previous)[0]
            verdict = _names_everyone(subject, own) or _judge_subject(CLAUSE.split(subject)[-1], own)
        if verdict is not None:
            break
    return (_judge_head(place.before, own) if verdict is None else verdict) is not False


def _judge_head(before: str, own: Own) -> bool | None:
    """县公安局:收到12件: what stands before the last colon of a sentence, where it is an organ."""
    head = WIDE_CLAUSE.split(before.rpartition(":")[0])[-1]
    return _judge_subject(head, own) if head and _ends_in_organ(head) else None


def _names_everyone(before: str, own: Own) -> bool | None:
    """全区各部门、镇街共收到: departments and towns together are the whole; None where they do not stand so."""
    clause = load_scope_words().verbs.split(WIDE_CLAUSE.split(before)[-1])[0]
    together = load_scope_words().together.replace("{whole}", re.escape(own.whole))
    return True if own.is_government and re.search(together, clause) else None


def _judge_subject(clause: str, own: Own) -> bool | None:
    """Whether the organ that a clause ends in is the report's; None where it ends in none."""
    words = load_scope_words()
    subject = words.subject_fillers.sub("", clause)
    if words.own_subjects.search(subject):
        return True
    if not own.organ or subject == "政府":  # 政府行政复议7件
        return None
    wide = _ALL_OF.search(subject)
    if wide and wide["rest"] and own.organ.endswith(wide["whole"] + wide["rest"]):  # 我县教育局 of 示例县教育局
        return True
    if wide:
        is_wide = wide["whole"] in _REGION
        if wide["whole"] != own.whole and (is_wide or wide["whole"] in ("镇", "乡", "街道")):
            return False
        if not words.everyone.fullmatch(wide["rest"]):
            return not (words.parts.search(wide["rest"]) or _ends_in_organ(wide["rest"]))
        return True
    if subject.startswith("各") and not subject.startswith("各级") and _ends_in_organ(subject):
        return False
    if subject.startswith("各级") and words.everyone.fullmatch(subject):
        return own.is_government
    return _is_own_name(subject, own.organ) if _ends_in_organ(subject) else None


def _ends_in_organ(text: str) -> bool:
    return load_scope_words().organs.search(text[-_LONGEST_NAME:]) is not None


def _is_own_name(text: str, organ: str) -> bool:
    """The organ that the text ends in is a short form of this one: 县教育局 of 示例县教育局, 市教育局 is not."""
    rest = iter(reversed(organ))
    length = 0
    for character in reversed(text[-_LONGEST_NAME:]):
        if character not in rest:
            break
        length += 1
    return length >= 2 and text[-length - 1 : -length] not in tuple(_REGION)
