"""Each wrong line of a project and the exact words it gets: (replacements in the right project, what is told)."""

WRONG_PROJECTS = [
    ((('name = "p"\n', ""),), ('1: no `name`; add name = "p", the file\'s own name',)),
    ((('name = "p"', 'name = "q"'),), ('1: `name` is `q` but the file is p.toml; write name = "p"',)),
    ((('title = "온라인 학습카드"', 'title = " "'),), ("2: `title` is empty; write what people call the project",)),
    (
        (('direction = "outbound"', 'direction = "outgoing"'),),
        ("3: `direction` must be one of outbound, inbound, not `outgoing`; did you mean `outbound`?",),
    ),
    (
        (('customer = "new"', "customer = 3"),),
        ('4: `customer` must be one of new, existing, service, not `3`; write "new" or another of them',),
    ),
    (
        (("[cycle]\nstart = 2026-11-09\n", ""),),
        ("1: no `cycle`; add [cycle] with start = 2026-11-23; the review is weekly unless you say daily or half-day",),
    ),
    (
        (("start = 2026-11-09", 'start = "2026-11-09"'),),
        ("6: `start` must be a date, not text `2026-11-09`; write start = 2026-11-23",),
    ),
    (
        (("start = 2026-11-09", "start = 2026-11-09T10:00:00"),),
        ("6: `start` must be a date, not a date with time `2026-11-09 10:00:00`; write start = 2026-11-23",),
    ),
    (
        (("start = 2026-11-09", "start = 2026-11-09\nend = 2026-11-01"),),
        ("7: `end` 2026-11-01 lies before `start` 2026-11-09; write the later day as end",),
    ),
    (
        (("start = 2026-11-09", 'start = 2026-11-09\nreview = "hourly"'),),
        ('7: `review` must be one of weekly, daily, half-day, not `hourly`; write "weekly" or another of them',),
    ),
    ((("start = 2026-11-09", "end = 2026-12-01"),), ("5: no `start` in [cycle]; add start = 2026-11-23",)),
    (
        (('[[plan]]\nmedium = "catalogue"\n[[plan]]\ncall = "first"\n', 'plan = "call"\n'),),
        (
            '1: no `plan`; add [[plan]] with call = "first", after the media you send',
            "7: unknown key `plan` in [cycle]; known: start, term, end, review, cut_off",
        ),
    ),
    (
        (('[[plan]]\ncall = "first"\n', ""), ('[script.calls.first]\nsender = "한빛에듀"\n', "")),
        ('7: the plan has no call; add [[plan]] with call = "first"',),
    ),
    (
        (('medium = "catalogue"', 'medium = "catalogue"\ncall = "zero"'),),
        ("7: step 1 names both a medium and a call; make two steps of it, the medium first",),
    ),
    (
        (('medium = "catalogue"', "transit_days = 1"), ('medium = "catalogue"\ntext', "text")),
        ('7: step 1 names neither a medium nor a call; write medium = "…" or call = "…"',),
    ),
    (
        (('medium = "catalogue"', 'medium = "cata/logue"'),),
        ("7: `cata/logue` cannot name a step; use letters, digits and - only",),
    ),
    (
        (('medium = "catalogue"', 'medium = "call"'),),
        ("7: a medium cannot be named `call`: media combinations count calls by that word; rename it",),
    ),
    (
        (("[[plan]]\ncall", '[[plan]]\nmedium = "catalogue"\n[[plan]]\ncall'),),
        ("9: step `catalogue` stands twice in the plan; name this one catalogue-2",),
    ),
    (
        (('call = "first"', 'call = "first"\ngap_days = -1'),),
        ("11: `gap_days` must be 0 to 3650, not -1; write a figure between",),
    ),
    (
        (('call = "first"', 'call = "first"\ngap_days = 1.5'),),
        ("11: `gap_days` must be a whole number, not a number `1.5`; write gap_days = 3",),
    ),
    (
        (('call = "first"', 'call = "first"\ngap_day = 1'),),
        ("11: unknown key `gap_day` in [plan]; did you mean `gap_days`?",),
    ),
    (
        (('call = "first"', 'call = "first"\nwhen = "agee >= 40"'),),
        ("11: `when` asks for unknown field `agee`; did you mean `age`?",),
    ),
    (
        (('call = "first"', 'call = "first"\nwhen = "age => 40"'),),
        (
            '11: `when` cannot be read: `>` stands where a value was expected (at character 6); write it as when = "age >= 40 and outcome = call.interested"',
        ),
    ),
    (
        (('call = "first"', 'call = "first"\nwhen = "age = yes"'),),
        ("11: `when` compares `age` (integer) with yes or no; compare it with a number",),
    ),
    (
        (('call = "first"', 'call = "first"\nwhen = "mood = hihg"'),),
        ("11: `when` compares `mood` with unknown `hihg`; did you mean `high`?",),
    ),
    (
        (('call = "first"', 'call = "first"\nwhen = "mood > high"'),),
        ("11: `when` compares `mood` with >, but it has no order (choice); use =, != or in (…)",),
    ),
    (
        (('call = "first"', 'call = "first"\nwhen = "outcome = call.intrested"'),),
        ("11: `when` compares `outcome` with unknown `call.intrested`; did you mean `call.interested`?",),
    ),
    (
        (('call = "first"', 'call = "first"\nscript = "frist"'),),
        ("11: unknown script part `frist`; did you mean `first`?",),
    ),
    (
        (("[script.calls.first]", "[script.calls.second]"),),
        ("10: call `first` has no script part; add [script.calls.first]; every planned call has its own script",),
    ),
    (
        (('medium = "catalogue"', 'medium = "catalogue"\nscript = "first"'),),
        ("9: a medium has no script part; take `script` out of this step",),
    ),
    (
        (('[goals]\nprimary = ["call.deal"]\n', ""),),
        ('1: no `goals`; add [goals] with primary = ["call.deal"] and secondary = ["call.interested"]',),
    ),
    ((('primary = ["call.deal"]', 'primary = ["deal"]'),), ("12: unknown outcome `deal`; did you mean `call.deal`?",)),
    (
        (('primary = ["call.deal"]', "primary = []"),),
        ('12: the project has no primary goal; write primary = ["call.deal"]',),
    ),
    (
        (('primary = ["call.deal"]', 'primary = ["call.deal"]\nsecondary = ["call.deal"]'),),
        ("13: `call.deal` is both a primary and a secondary goal; keep it in one",),
    ),
    (
        (('primary = ["call.deal"]', 'primary = ["call.deal"]\nbasic_information = ["agee"]'),),
        ("13: unknown field `agee`; did you mean `age`?",),
    ),
    (
        (('primary = ["call.deal"]', 'primary = "call.deal"'),),
        ('12: `primary` must be a list, not text `call.deal`; write ["call.deal"]',),
    ),
    (
        (("[fields.age]", "[fields.not]"),),
        ("13: `not` cannot name a field; use letters, digits and _; no word of conditions",),
    ),
    (
        (('kind = "integer"', 'kind = "number"'),),
        (
            '14: `kind` must be one of integer, decimal, money, date, yes_no, choice, text, not `number`; write "integer" or another of them',
        ),
    ),
    (
        (('choices = ["high", "low"]\n', ""),),
        ('17: field `mood` is a choice without choices; add choices = ["…", "…"]',),
    ),
    (
        (('kind = "integer"', 'kind = "integer"\nchoices = ["1"]'),),
        ('15: field `age` has choices but is integer; write kind = "choice"',),
    ),
    (
        (('kind = "money"', 'kind = "money"\ncurrency = "KRV"'),),
        ("17: unknown currency `KRV`; write the three-letter code, such as KRW, USD or EUR",),
    ),
    (
        (('name = "conversion_rate"', 'name = "convertion_rate"'),),
        ("21: unknown KPI `convertion_rate`; did you mean `conversion_rate`?",),
    ),
    (
        (("target = 0.05\n", ""),),
        (
            "20: primary KPI `conversion_rate` has no target; write target = … : the review leads with what was to be reached",
        ),
    ),
    (
        (('name = "conversion_rate"', 'name = "成約率"'),),
        (
            "21: unknown KPI `成約率`; known: attempts, primary_goals, secondary_goals, answer_rate, connect_rate, "
            "net_connect_rate, contact_rate, right_party_rate, right_party_share, right_party_reach, conversion_rate, "
            "list_yield, effort_yield, appointment_rate and 25 more; docs/kpis.md tells each in four languages",
        ),
    ),
    (
        (('customer = "new"', 'customer = "renewal"'),),
        ('4: `customer` must be one of new, existing, service, not `renewal`; write "new" or another of them',),
    ),
    (
        (('packs = ["kr-b2b"]', 'packs = ["jp-b2b"]'),),
        ("25: unknown calling rules `jp-b2b`; known: jp-consumer, jp-business, jp-night-ban",),
    ),
    (
        (('call = "first"', 'call = "初回"'), ("[script.calls.first]", '[script.calls."二回目"]')),
        ('10: call `初回` has no script part; add [script.calls."初回"]; every planned call has its own script',),
    ),
    (
        (("[fields.age]", "[fields.年齢]"),),
        (
            '13: a heading or key has a letter that needs quotes; keys with other letters than a-z stand in quotes: [fields."年齢"]',
        ),
    ),
    (
        (("[fields.age]", 'results.検討中 = "call.interested" # x\n[fields.age]'),),
        (
            "13: a heading or key has a letter that needs quotes; keys with other letters than a-z stand in quotes: "
            'results."検討中" = "call.interested" # x',
        ),
    ),
    ((("target = 0.05", "target = 5"),), ("23: `target` of a rate must be 0 to 1, not 5; write 0.05 for 5 %",)),
    (
        (("primary = true\n", ""),),
        ("20: no KPI is primary; write primary = true and target = … with the KPI that decides",),
    ),
    (
        (("primary = true", 'primary = "yes"'),),
        ("22: `primary` must be true or false, not text `yes`; write primary = true",),
    ),
    (
        (("[[kpis]]", '[[kpis]]\nname = "conversion_rate"\n[[kpis]]'),),
        ("23: KPI `conversion_rate` stands twice; take one out",),
    ),
    ((("target = 0.05", "target = nan"),), ("23: `target` is too large or no number; write a smaller number",)),
    ((('name = "conversion_rate"\n', ""),), ('20: no `name` in [kpis]; add name = "…"',)),
    (
        (('packs = ["kr-b2b"]', 'packs = ["kr-b2b", "de-consumer"]'),),
        (
            "25: the calling rules `de-consumer` ask for the person's consent beforehand; "
            "write consent = true under [accept], or override = true and answer for it",
        ),
    ),
    ((('packs = ["kr-b2b"]', 'packs = ["kr-b2c"]'),), ("25: unknown calling rules `kr-b2c`; did you mean `kr-b2b`?",)),
    (
        (('packs = ["kr-b2b"]', 'packs = ["kr-b2b"]\nwindows = { mon = ["18:00-09:00"] }'),),
        ("26: `18:00-09:00` ends before it starts; a window lies within one day, write the start first",),
    ),
    (
        (('packs = ["kr-b2b"]', 'packs = ["kr-b2b"]\nwindows = { monday = ["09:00-18:00"] }'),),
        ("26: unknown day `monday`; did you mean `mon`?",),
    ),
    (
        (('packs = ["kr-b2b"]', 'packs = ["kr-b2b"]\nwindows = { fri = ["09:00-20:00"], sun = ["10:00-12:00"] }'),),
        (
            "26: `fri` is wider than the calling rules `kr-b2b` (09:00-18:00); stay within them, or write override = true and answer for it",
            "26: `sun` is wider than the calling rules `kr-b2b` (closed); stay within them, or write override = true and answer for it",
        ),
    ),
    (
        (('packs = ["kr-b2b"]', 'packs = ["kr-b2b"]\nafter_cancel = "rest"'),),
        ("26: unknown `rest` after a cancellation; write close, save_call or rest 30",),
    ),
    (
        (('packs = ["kr-b2b"]', 'packs = ["kr-b2b"]\ncaps = [{ count = 0, window = "24 hours" }]'),),
        (
            "26: `24 hours` is no length of time; write 30m, 4h, 2d, 1w or half-day",
            "26: `count` must be 1 to 10000, not 0; write a figure between",
        ),
    ),
    (
        (
            ('packs = ["kr-b2b"]', 'packs = ["cn-life-insurance"]\nrest_after_refusal_days = 30'),
            ("[calling]", '[accept]\nregions = ["CN"]\n[calling]'),
        ),
        (
            "28: 30 days of rest are fewer than the calling rules `cn-life-insurance` (184); stay within them, or write override = true and answer for it",
        ),
    ),
    (
        (
            (
                "[calling]",
                '[accept]\nregions = ["KO"]\nline_kinds = ["mobil"]\nrequired = ["persn"]\n[columns]\nphon = "T"\n[calling]',
            ),
            ('packs = ["kr-b2b"]', "packs = []"),
        ),
        (
            "25: unknown region `KO`; write the two-letter code, such as KR, US or JP",
            "26: unknown kind of line `mobil`; did you mean `mobile`?",
            "27: unknown column `persn`; did you mean `person`?",
            "29: unknown column `phon`; did you mean `phone`?",
        ),
    ),
    (
        (("[calling]", '[key_person]\nfunctions = ["purchasing"]\nminimum_seniority = "boss"\n[calling]'),),
        (
            "25: unknown function `purchasing`; known: gen, pur, adm, fin, it, hr, sal, mkt, ops, tec, leg, edu, med",
            "26: unknown seniority `boss`; known: own, brd, cxo, vp, dir, mgr, lead, sen, stf, ast",
        ),
    ),
    (
        (("[calling]", '[queues]\nshifts = ["am"]\norder = ["scor"]\nfresh_share = 2\n[calling]'),),
        (
            "25: the centre works no `am` shift; write one of day, or add it to `shifts` in telebatch.toml",
            "26: unknown order `scor`; did you mean `score`?",
            "27: `fresh_share` must be 0 to 1, not 2; write a figure between",
        ),
    ),
    (
        (("[calling]", '[retry.no_anser]\n[retry.busy]\nfirst = "soon"\n[retry.refused]\n[calling]'),),
        (
            "24: no retry follows `no_anser`; did you mean `no_answer`?",
            "26: `soon` is no length of time; write 30m, 4h, 2d, 1w or half-day",
            "27: no retry follows `refused`; known: call_again, send_material, wrong_person, gatekeeper, break_off, other, powered_off, no_answer, suspended, busy, out_of_area, call_rejected, unreachable, network_failure and 5 more",
        ),
    ),
    (
        (("[calling]", '[results]\n"거절" = "refused"\n[calling]'),),
        ("25: unknown outcome `refused`; did you mean `call.refused`?",),
    ),
    (
        (("[calling]", '[costs]\ncurrency = "WON"\nrecord_minor = -1\n[calling]'),),
        (
            "25: unknown currency `WON`; write the three-letter code, such as KRW, USD or EUR",
            "26: `record_minor` must be 0 to 1000000000000000, not -1; write a figure between",
        ),
    ),
    (
        (('text = "카탈로그', 'txet = "카탈로그'),),
        (
            '28: no `text` in [script.openings]; add text = "…"',
            "30: unknown key `txet` in [script.openings]; did you mean `text`?",
        ),
    ),
    (
        (('medium = "catalogue"\ntext', 'medium = "catalog"\ntext'),),
        ("29: no step of the plan sends `catalog`; did you mean `catalogue`?",),
    ),
    ((('medium = "catalogue"\ntext', "text"),), ("28: the cold opening stands twice; keep one",)),
    (
        (("[[script.openings]]", '[[script.objections]]\nsays = "비싸요"\nagree = "네"\n[[script.openings]]'),),
        (
            '26: no `ask` in [script.objections]; add ask = "…"',
            '26: no `empathise` in [script.objections]; add empathise = "…"',
            '26: no `explain` in [script.objections]; add explain = "…"',
        ),
    ),
    (
        (('name = "p"', 'name = "p"\nzone = "Asia/Soul"\nlanguage = "kr"\npolicy = ["a b", "x", "x"]'),),
        (
            "2: unknown time zone `Asia/Soul`; did you mean `Asia/Seoul`?",
            "3: unknown language `kr`; known: ko, en",
            "4: `a b` cannot be a policy tag; use letters, digits and - only",
            "4: policy tag `x` stands twice; take one out",
        ),
    ),
    (
        (('name = "p"', 'name = "p"\nname = "p"'),),
        ("2: a key stands twice; write it as key = value: text in quotes, lists in [ ]",),
    ),
    (
        (('name = "p"', "name = p"),),
        ("1: a value cannot be read; write it as key = value: text in quotes, lists in [ ]",),
    ),
    (
        (('name = "p"', 'name = "p'),),
        (
            "1: a text is not closed by its quote on the same line; write it as key = value: text in quotes, lists in [ ]",
        ),
    ),
    (
        (("[cycle]", "[cycle"),),
        ("5: a heading is not closed by ]; write it as key = value: text in quotes, lists in [ ]",),
    ),
    (
        (("target = 0.05", "floor = -1"),),
        (
            "20: primary KPI `conversion_rate` has no target; write target = … : the review leads with what was to be reached",
            "23: `floor` must not be negative; write what should be reached",
        ),
    ),
    (
        (("[[kpis]]", '[[kpis]]\nname = "contact_rate"\nprimary = true\n[[kpis]]'),),
        (
            "20: primary KPI `contact_rate` has no target; write target = … : the review leads with what was to be reached",
        ),
    ),
    (
        (('choices = ["high", "low"]', 'choices = ["high", 3]'),),
        ('19: `choices[2]` must be text, not a whole number `3`; write it in quotes: "3"',),
    ),
    (
        (('packs = ["kr-b2b"]', 'packs = ["kr-b2b", "kr-b2b"]'),),
        ("25: calling rules `kr-b2b` stands twice; take one out",),
    ),
    (
        (('call = "first"', 'call = "first"\nwhen = "income > 3,000,000"'),),
        (
            '11: `when` cannot be read: `,` stands in a number; write 3000000, 3_000_000 or 300만 (at character 11); write it as when = "age >= 40 and outcome = call.interested"',
        ),
    ),
    (
        (('title = "온라인 학습카드"', "title = 7"),),
        ('2: `title` must be text, not a whole number `7`; write it in quotes: "7"',),
    ),
    (
        (("[[kpis]]", '[queues]\nformat = ["csv", "vicidal"]\n[[kpis]]'),),
        ("21: unknown form `vicidal`; did you mean `vicidial`?",),
    ),
    (
        (("[[kpis]]", '[queues]\nformat = ["vicidial"]\n[[kpis]]'),),
        ('20: vicidial asks for `list_id`; add list_id = "…" under [queues.dialer]: the list to load into',),
    ),
    (
        (
            (
                "[[kpis]]",
                '[queues]\nformat = ["vicidial"]\n[queues.dialer]\nlist_id = "A1"\nlist = "1"\nnumbers = "e164"\n[[kpis]]',
            ),
        ),
        (
            "23: `list_id` is `A1`, which vicidial does not take; it is the list to load into and looks like [0-9]{1,14}",
            "24: no layout in `format` asks for `list`; did you mean `list_id`?",
            "25: vicidial takes no numbers written as `e164`; write one of national, significant",
        ),
    ),
    (
        (("[[kpis]]", '[queues.dialer]\nlist_id = "1001"\n[[kpis]]'),),
        ("21: no layout in `format` asks for `list_id`; name the dialer's layout in `format`",),
    ),
]
