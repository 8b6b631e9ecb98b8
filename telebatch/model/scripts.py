"""What callers say: openings, the dialogue of each planned call, prepared answers, as people write them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Opening:
    """What is said in the first seconds, by what the person has really received.

    Attributes:
      text: The words, as the caller says them.
      medium: The medium this opening speaks of; empty: the cold opening.
    """

    text: str
    medium: str = ""


@dataclass(frozen=True)
class Objection:
    """A prepared answer in its four parts, in this order.

    Attributes:
      says: What the customer says.
      agree: First agree.
      empathise: Then show that the feeling is understood.
      explain: Then explain.
      ask: Then ask a guiding question.
    """

    says: str
    agree: str
    empathise: str
    explain: str
    ask: str


@dataclass(frozen=True)
class Part:
    """The script of one call step.

    Attributes:
      stages: Stage (greeting, interest, gather, qualify, trust, offer …) → what is said, in the order of
        the talk.
      ending: How the call ends, whatever came of it.
      sender: Who is calling and what for, said at the start where the region asks for it.
    """

    stages: dict[str, str] = field(default_factory=dict)
    ending: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Script:
    """Openings, dialogue and objections of the project.

    Attributes:
      openings: One cold opening, and one per medium of the plan.
      calls: Call step → its script; every call of the plan has its own.
      objections: Prepared answers, reachable from every stage.
      product_chain: Related products in the order in which they are asked about.
    """

    openings: tuple[Opening, ...] = ()
    calls: dict[str, Part] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()
    product_chain: tuple[str, ...] = ()
