"""Any few events of five leads, as a property test draws them, and the world they make."""

from hypothesis import strategies as st

from tests.state.world import World, at, on

LEAVES = (
    "no_answer",
    "busy",
    "interested",
    "deal",
    "refused",
    "call_again",
    "vacant",
    "wrong_number",
    "do_not_call",
    "not_called",
    "unclassified",
)
NUMBERS = (821000000001, 821000000002, 821000000003)
lead = st.integers(1, 5)
event = st.one_of(
    st.tuples(st.just("call"), lead, st.integers(0, 9), st.sampled_from(LEAVES)),
    st.tuples(
        st.just("order"), lead, st.integers(0, 9), st.sampled_from(["sale", "cancelled", "pending", "callback_booked"])
    ),
    st.tuples(st.just("release"), lead, st.integers(0, 9), st.sampled_from(["q1", "q2"])),
    st.tuples(st.just("event"), lead, st.integers(0, 9), st.sampled_from(["withdrawn", "closed"])),
    st.tuples(st.just("touch"), lead, st.integers(0, 9), st.sampled_from(["sent", "returned", "mailed"])),
    st.tuples(
        st.just("amend"), lead, st.integers(0, 9), st.sampled_from(["close", "reopen", "key_person", "callback"])
    ),
    st.tuples(st.just("verify"), lead, st.integers(0, 9), st.sampled_from(["confirmed", "left"])),
)


def put(world, number, one):
    kind, key, day, word = one
    time = at(day, 10, number % 60)
    if kind == "call":
        books = word == "call_again" and day % 2 == 0
        world.call(
            word,
            lead=key,
            start_utc=time,
            books=books,
            callback_utc=at(day + 2) if books else None,
            attempt_key=str(number),
            agent="kim" if day % 3 else None,
            queue="q1" if day == 4 else None,
        )
    elif kind == "order":
        world.order(word, lead=key, at_utc=time, callback_utc=at(day + 2) if day % 2 else None)
    elif kind == "release":
        world.add("released", queue=word, lead_key=key, person_key=key, at_utc=time, shift_on=on(day))
    elif kind == "event":
        world.add("queue_events", queue="q1", event=word, lead_key=key if word == "withdrawn" else None)
    elif kind == "touch" and word == "mailed":
        world.add("mailed", mailing="m", lead_key=key, medium="catalogue", sent_on=on(day))
    elif kind == "touch":
        world.add("touches", lead_key=key, medium="catalogue", **{f"{word}_on": on(day)})
    elif kind == "amend":
        value = {"key_person": "yes", "callback": "2026-11-09T10:00:00Z"}.get(word, "")
        world.add("amendments", lead_key=key, field=word, value=value, at_utc=time, by="lee")
    else:
        world.add("verified", person_key=min(key, 4), lead_key=key, answer=word, answered_on=on(day))


def world_of(events):
    """Five leads of four persons; two share a number, two are one person in two projects."""
    world = World()
    for key in range(1, 6):
        world.lead(
            key,
            person=min(key, 4),
            project="club" if key == 5 else "shop",
            number=NUMBERS[(key - 1) % 3] if key < 5 else NUMBERS[0],
        )
    for number, one in enumerate(events):
        put(world, number, one)
    return world
