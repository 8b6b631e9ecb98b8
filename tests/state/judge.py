"""A slow judge of leads that is obviously right: it walks rows one by one and knows none of the product's tables.

What a word means is written here again, by hand, as the design tells it.
"""

from dataclasses import dataclass, field

ATTEMPTS = {"no_answer", "busy", "interested", "deal", "refused", "call_again", "vacant", "wrong_number", "do_not_call"}
TALKS = {"interested", "deal", "refused", "call_again", "do_not_call"}
WINS = {"interested", "deal"}
ENDS = {"deal", "refused", "do_not_call"}
ORDER_STANDS = {"sale": "sold", "cancelled": "cancelled", "pending": "pending", "callback_booked": "booked"}
#: Project → what its standards say of deals, refusals and cancellations.
CONFIRMS = {"shop": True, "club": False}
REFUSAL_RESTS = {"shop": True, "club": False}
CANCEL_RESTS = {"shop": False, "club": True}
STEPS = 2


@dataclass
class Story:
    """How one lead stands, so far."""

    attempts: int = 0
    talks: int = 0
    steps: int = 0
    last: str | None = None
    standing: str = "none"
    closed: str = ""
    callback: object = None
    is_unclassified: bool = False
    called: list = field(default_factory=list)

    def call(self, row, project):
        word = row["outcome"].removeprefix("call.")
        self.called.append((row["start_utc"], row["queue"]))
        self.is_unclassified |= word == "unclassified"
        self.attempts += word in ATTEMPTS or word == "unclassified"
        self.talks += word in TALKS
        self.steps += word in WINS
        if word != "not_called":
            self.last = row["outcome"]
        if word == "deal":
            self.standing = "awaiting" if CONFIRMS[project] else "sold"
        elif word in ENDS:
            self.standing = "refused"
        elif row["books"]:
            self.standing = "booked"
        if word == "do_not_call":
            self.closed = "do_not_call"
        elif word == "deal" and not CONFIRMS[project]:
            self.closed = "sold"
        elif word == "refused" and not REFUSAL_RESTS[project]:
            self.closed = "refused"
        if row["books"] and word not in ENDS:
            self.callback = row["callback_utc"]
        elif word in TALKS:
            self.callback = None

    def order(self, row, project):
        self.standing = ORDER_STANDS[row["status"]]
        if row["status"] == "sale":
            self.closed = "sold"
        if row["status"] == "cancelled":
            self.closed = "" if CANCEL_RESTS[project] else "cancelled"
        at = row.get("callback_utc")
        if row["status"] == "callback_booked" or (row["status"] == "pending" and at):
            self.callback = at or row["at_utc"]
        elif row["status"] in ("sale", "cancelled"):
            self.callback = None

    def correction(self, row, callback_at):
        if row["field"] == "close":
            self.closed, self.callback = "by_hand", None
        elif row["field"] == "reopen":
            self.closed, self.standing = "", "none"
        elif row["field"] == "callback":
            self.standing, self.callback = "booked", callback_at


def judge(rows, callback_at):
    """lead_key → the columns of LEAD_STATE that people look at.

    Args:
      rows: Table → rows, as the test's world holds them.
      callback_at: The instant that corrections of a callback name.
    """
    told = {}
    for lead in rows["leads"]:
        mine = {
            name: [row for row in rows[name] if row.get("lead_key") == lead["lead_key"]]
            for name in ("outcomes", "confirmations", "amendments", "released", "queue_events")
        }
        story = Story()
        events = [(row["start_utc"], 0, row["attempt_key"], story.call, row) for row in mine["outcomes"]]
        events += [(row["at_utc"], 1, row["status"], story.order, row) for row in mine["confirmations"]]
        events += [(row["at_utc"], 2, row["field"], None, row) for row in mine["amendments"]]
        for *_, tell, row in sorted(events, key=lambda event: event[:3]):
            if tell is None:
                story.correction(row, callback_at)
            else:
                tell(row, lead["project"])
        told[lead["lead_key"]] = _columns(story, mine, rows)
    return told


def _columns(story, mine, rows):
    return {
        "attempts": story.attempts,
        "right_party": story.talks,
        "call_steps_done": min(story.steps, STEPS),
        "last_outcome": story.last,
        "is_unclassified": story.is_unclassified,
        "standing": story.standing,
        "status": "closed" if story.closed else "open",
        "status_reason": story.closed or None,
        "callback_utc": story.callback,
        "released_queue": _waits(story, mine, rows),
    }


def _waits(story, mine, rows):
    """The queue whose call still owes its result: handed out, not taken back, and not called since."""
    closed = {row["queue"] for row in rows["queue_events"] if row["event"] == "closed"}
    withdrawn = {row["queue"] for row in mine["queue_events"] if row["event"] == "withdrawn"}
    waiting = [
        (row["at_utc"], row["queue"])
        for row in mine["released"]
        if row["queue"] not in closed | withdrawn
        if not any(queue == row["queue"] or start >= row["at_utc"] for start, queue in story.called)
    ]
    return max(waiting)[1] if waiting else None
