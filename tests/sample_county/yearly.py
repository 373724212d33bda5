"""Numbers of the single-column table of 2014: parts add up to their totals (收到, 办结, 答复, 复议, 诉讼, 人员)."""

from __future__ import annotations

import random
from decimal import Decimal

from .figures import Cells, spread, vary
from .model import CountyPlan, Organ

CHANNELS = ("ch_gazette", "ch_website", "ch_weibo", "ch_wechat", "ch_other")
RECEIVED = ("recv_in_person", "recv_fax", "recv_online", "recv_letter")
REPLIES = (
    "reply_already_public",
    "reply_agreed",
    "reply_partial",
    "reply_refused",
    "reply_not_this_organ",
    "reply_not_exist",
    "reply_correction_told",
    "reply_other_route",
)
REFUSED = (
    "refused_state_secret",
    "refused_trade_secret",
    "refused_privacy",
    "refused_security_stability",
    "refused_not_gov_info",
    "refused_other_law",
)


def draw_yearly(plan: CountyPlan, organ: Organ, year: int) -> Cells:
    """Cells ``g1.*`` of one report on the 2014 form, consistent with every G1 identity."""
    rng = random.Random(f"{plan.seed}/{organ.name}/{year}/2014")
    counts = _publication(rng, organ) | _requests(rng, organ.requests or 60) | _disputes(rng, organ.requests or 60)
    counts |= _means(rng, organ)
    cells = {f"g1.{code}": Decimal(count) for code, count in counts.items()}
    cells["g1.s7_fees"] = Decimal(0)
    cells["g1.special_funds"] = Decimal(rng.randint(0, 90)) / 10
    return cells


def _publication(rng: random.Random, organ: Organ) -> dict[str, int]:
    base = 200 + 20 * (organ.requests or 150)
    website = vary(rng, base)
    counts = {"ch_gazette": rng.randint(0, 30), "ch_website": website, "ch_weibo": vary(rng, base // 4)}
    counts |= {"ch_wechat": vary(rng, base // 3), "ch_other": rng.randint(0, 40)}
    issued = vary(rng, 4 + organ.docs // 5)
    counts["info_disclosed"] = max(counts.values()) + rng.randint(0, 20)
    counts |= {"normative_docs_issued": issued, "normative_docs_disclosed": issued}
    press, talks = rng.randint(0, 4), rng.randint(0, 5)
    counts |= {"press_conf": press, "press_conf_by_head": min(press, 1)}
    counts |= {"online_interview": talks, "online_interview_by_head": min(talks, 2)}
    counts |= {"policy_interpretation": rng.randint(2, 40), "weibo_wechat_response": rng.randint(0, 30)}
    counts |= {"other_response": rng.randint(0, 9), "hot_issues": rng.randint(0, 2)}
    return counts


def _requests(rng: random.Random, mean: int) -> dict[str, int]:
    received = vary(rng, mean)
    counts = {"received": received, "completed": received, "replies": received}
    counts |= zip(RECEIVED, spread(rng, received, (2, 1, 5, 4)), strict=True)
    counts |= zip(REPLIES, spread(rng, received, (20, 30, 6, 8, 12, 15, 4, 5)), strict=True)
    counts |= zip(REFUSED, spread(rng, counts["reply_refused"], (1, 2, 3, 1, 3, 2)), strict=True)
    extended = sum(rng.random() < 0.05 for _ in range(received))
    return counts | {"completed_on_time": received - extended, "completed_extended": extended}


def _disputes(rng: random.Random, mean: int) -> dict[str, int]:
    recon, suits = vary(rng, mean // 20), vary(rng, mean // 30)
    counts = {"s4_reconsideration": recon, "s5_litigation": suits, "s6_complaints": rng.randint(0, 2)}
    counts |= zip(("recon_upheld", "recon_corrected", "recon_other"), spread(rng, recon, (7, 1, 2)), strict=True)
    counts |= zip(("lit_upheld", "lit_corrected", "lit_other"), spread(rng, suits, (7, 1, 2)), strict=True)
    return counts


def _means(rng: random.Random, organ: Organ) -> dict[str, int]:
    units = 30 if organ.kind == "government" else 1
    full, part = rng.randint(units // 3, units), rng.randint(units, 2 * units)
    counts = {"dedicated_units": units, "reading_points": rng.randint(1, units + 1), "staff": full + part}
    counts |= {"staff_full_time": full, "staff_part_time": part, "meetings": rng.randint(1, 4)}
    return counts | {"training_sessions": rng.randint(0, 3), "trainees": rng.randint(0, 40 * units)}
