"""A slow judge that is obviously right: it walks each lead's rows one by one, as the design tells it."""

from telebatch.classify.codes import Told
from telebatch.model.outcomes import KEPT_AS, LEAF, TRANSITIONS, Node

OF_KEPT = {"callback.sale": "call.deal", "callback.cancelled": "call.refused", "callback.rescheduled": "call.call_again",
           "callback.on_hold": "call.interested", "callback.other": "call.interested"}  # fmt: skip


LIFE = ("system.other", "system.callback_booked", "system.pending", "system.sale", "system.cancelled")


def meant(row, codes):
    meaning = codes.find(Told(row["status"], source=row["source"], project=row["project"]), Node.SYSTEM)
    return meaning.outcome if meaning else "system.other"


def winner(rows):
    """The row that counts, out of all rows of one call."""

    def rank(row):
        return tuple((row[name] is not None, row[name] or 0) for name in ("exported_utc", "modified_utc")) + (
            row["file_sha"],
            row["record"],
        )

    ordered = sorted(rows, key=rank)
    last = ordered[-1]
    told = {}
    for row in ordered:
        if last["format"] != "words":
            told |= {name: row[name] for name in ("talk_seconds", "agent") if row[name] is not None}
            if row["code"] == last["code"]:
                told |= {name: row[name] for name in ("callback_utc", "intent") if row[name] is not None}
    own = {name: value for name, value in last.items() if value is not None}
    return {**last, **told, **own, "replaced_rows": len(rows) - 1, "first_code": ordered[0]["code"]}


def judge(attempts, orders, codes, project):
    """attempt_key → what must be decided, and (order_no, at) → likewise."""
    by_key = {}
    for row in attempts:
        by_key.setdefault(row["attempt_key"], []).append(row)
    calls = [winner(rows) for rows in by_key.values()]
    statuses = {}
    for row in sorted(orders, key=lambda row: (LIFE.index(meant(row, codes)), row["status"])):
        statuses[(row["order_no"], row["at_utc"])] = row
    answers = {}
    for lead in {row["lead_key"] for row in [*calls, *statuses.values()]}:
        events = [(row["start_utc"], 0, row["attempt_key"], row) for row in calls if row["lead_key"] == lead]
        events += [(row["at_utc"], 2, row["order_no"], row) for row in statuses.values() if row["lead_key"] == lead]
        answers.update(walk(sorted(events, key=lambda event: event[:3]), codes, project))
    return answers


def walk(events, codes, project):
    """One lead's story."""
    is_open, deal, attempt_no, stage, calls, told = False, "none", 0, 1, 0, {}
    for _, kind, _, row in events:
        before = "booked" if is_open and deal in ("none", "cancelled", "refused") else deal
        if kind == 2:
            outcome = meant(row, codes)
            is_open = {
                "system.pending": True,
                "system.callback_booked": True,
                "system.sale": False,
                "system.cancelled": False,
            }.get(outcome, is_open)
            moves = before == "booked" and outcome == "system.callback_booked"
            deal = {
                "system.sale": "sold",
                "system.cancelled": "cancelled",
                "system.pending": "pending",
                "system.callback_booked": deal if moves else "pending",
            }.get(outcome, deal)
            irregular = None
            if (before, outcome) not in TRANSITIONS:
                irregular = f"{outcome} while {before}"
                if before == "none":
                    irregular = f"{outcome} without a {'deal' if calls else 'call'}"
            answer = {"outcome": outcome, "irregular": irregular}
            key = (row["order_no"], row["at_utc"])
        else:
            meaning = codes.find(Told(row["code"], format=row["format"], source=row["source"], project=row["project"]))
            mapped = meaning.outcome if meaning else "call.unclassified"
            outcome = OF_KEPT.get(mapped, mapped)
            leaf = LEAF[outcome]
            books = row["callback_utc"] is not None and leaf.connected and not leaf.final and not leaf.drops_number
            kept = None
            was_open = is_open
            if is_open and leaf.right_party:
                kept = (
                    mapped
                    if mapped in OF_KEPT
                    else KEPT_AS.get(outcome, "callback.rescheduled" if books else "callback.on_hold")
                )
            if leaf.right_party:
                is_open = books
            elif books:
                is_open = True
            if outcome == "call.deal":
                deal = "awaiting" if project.confirmation.enabled else "sold"
            elif outcome in ("call.refused", "call.do_not_call", "call.not_this_product"):
                deal = "cancelled" if kept else "refused"
            jump = (before, kept) if kept and before in ("booked", "pending") else (before, "call")
            irregular = None
            if jump not in TRANSITIONS and leaf.counts_as_attempt and row["direction"] == "out":
                irregular = f"{kept or outcome} while {before}"
            counts = leaf.counts_as_attempt and row["direction"] == "out"
            attempt_no += counts
            answer = {
                "outcome": outcome,
                "callback_outcome": kept,
                "books": books,
                "booked_before": was_open,
                "irregular": irregular,
                "attempt_no": attempt_no if counts else None,
                "stage_no": min(stage, max(1, len(project.call_steps))),
                "replaced_rows": row["replaced_rows"],
                "first_code": row["first_code"],
                **{name: row[name] for name in ("talk_seconds", "agent", "intent", "callback_utc")},
            }
            stage += leaf.advances
            calls += 1
            key = row["attempt_key"]
        after = "booked" if is_open and deal in ("none", "cancelled", "refused") else deal
        told[key] = {**answer, "standing_before": before, "standing_after": after}
    return told
