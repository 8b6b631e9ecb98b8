import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.errors import ExitCode, SettingsWrong
from telebatch.model.workspace import Settings
from telebatch.settings import load, load_with_warnings
from tests.settings.texts import AGENTS, PROJECT, changed, mistakes, warnings, workspace
from tests.settings.wrong_projects import WRONG_PROJECTS


def test_a_right_workspace_has_neither_mistakes_nor_warnings():
    assert mistakes(workspace()) == []
    assert warnings(workspace()) == []


@pytest.mark.parametrize(("replacements", "told"), WRONG_PROJECTS)
def test_each_mistake_of_a_project_is_told_in_plain_words(replacements, told):
    found = mistakes(workspace(projects__p=changed(*replacements)))
    assert found == [f"projects/p.toml:{line}" for line in told]


LAYOUT = """title = "t"
source = "s"
delimiter = "||"
ending = ".txt"
numbers = []
results = ["vicidial"]
[asks.pool]
means = "p"
pattern = "["
[[column]]
name = "a"
of = ["lead", "number"]
longest = -1
[[column]]
name = "a"
asks = "poool"
[[column]]
name = "b"
of = ["city"]
text = "x"
"""
OTHER_FILES = [
    ({"telebatch": 'zone = "Seoul"'}, ["telebatch.toml:1: unknown time zone `Seoul`; did you mean `Asia/Seoul`?"]),
    ({"telebatch": 'langage = "en"'}, ["telebatch.toml:1: unknown key `langage`; did you mean `language`?"]),
    ({"telebatch": 'store = "../x"'}, ["telebatch.toml:1: `store` `../x` is no folder inside the workspace; write store = \"store\""]),
    ({"telebatch": "lock_timeout_seconds = -1"}, ["telebatch.toml:1: `lock_timeout_seconds` must be 0 to 86400, not -1; write a figure between"]),
    ({"telebatch": '[shift_hours]\nday = "9-18"\nnoon = "12:00-13:00"'}, ["telebatch.toml:2: `9-18` is no window; write 09:00-18:00", "telebatch.toml:3: unknown shift `noon`; known: day, am, pm"]),
    ({"telebatch": '[reviewed]\nkr-b2 = "Kim"'}, ["telebatch.toml:2: unknown calling rules `kr-b2`; did you mean `kr-b2b`?"]),
    ({"agents": '[[agents]]\nname = "Kim"\nids = ["7"]\n[[agents]]\nname = "Lee"\nids = ["7"]\nprojects = ["q"]\n'}, ["agents.toml:6: id `7` belongs to `Kim` already; an id names one agent", "agents.toml:7: unknown project `q`; did you mean `p`?"][:1] + ["agents.toml:7: unknown project `q`; known: p"]),
    ({"agents": '[[agents]]\nname = "Kim"\n[[agents]]\nname = "Kim"\n'}, ["agents.toml:4: agent `Kim` stands twice; join the two"]),
    ({"agents": "agents = 3"}, ["agents.toml:1: `agents` must be a list, not a whole number `3`; write [[agents]] and its keys below, once per entry"]),
    ({"calendar": "[KO]\n"}, ["calendar.toml:1: unknown region `KO`; write the two-letter code, such as KR, or centre"]),
    ({"calendar": "[KR]\nclosed = [2026-11-19]\nworking = [2026-11-19]\n"}, ["calendar.toml:3: 2026-11-19 is both closed and working; keep it in one"]),
    ({"calendar": '[centre]\nclosed = ["soon"]\n'}, ["calendar.toml:2: `closed[1]` must be a date, not text `soon`; write it as 2026-11-23"]),
    ({"sources__d": 'kind = "result"\nformat = "vicidal"\n[projects]\nA = "pp"\n[agents]\n7 = "Kin"'}, ["sources/d.toml:1: `kind` must be one of results, orders, callbacks, agent_time, call_sheet, corrections, touches, not `result`; did you mean `results`?", "sources/d.toml:2: unknown format `vicidal`; did you",
            "sources/d.toml:4: unknown project `pp`; did you mean `p`?", "sources/d.toml:6: unknown agent `Kin`; did you mean `Kim`?"]),
    ({"sources__d": 'name = "e"\nregion = "kr"\nzone = "KST"\nmatch_floor = 20\ncodes = "own"'}, ["sources/d.toml:1: `name` is `e` but the file is d.toml; write name = \"d\"", "sources/d.toml:2: unknown region `kr`; did you mean `KR`?", "sources/d.toml:3: unknown time zone `KST`; write it as Asia/Seoul, Europe/Berlin or America/New_York", "sources/d.toml:4: `match_floor` must be 0 to 1, not 20; write a figure between", "sources/d.toml:5: no file codes/own.toml; none are known here"]),
    ({"sources__d": 'kind = "results"\nformat = "orders"', "sources__e": 'format = "own"', "formats__own": 'extends = "vicidial_contacts"', "sources__f": 'kind = "orders"\nformat = "ring"', "formats__ring": 'extends = "ring"'},
        ["sources/d.toml:1: `kind` is `results`, but format `orders` tells of orders; write kind = \"orders\"", "sources/e.toml:1: format `own` tells of contacts, not of what happened; give such files to telebatch prequalify",
            "sources/f.toml:1: `kind` is `orders`, but format `ring` tells of results; write kind = \"results\""]),
    ({"codes__c": '[[code]]\ncode = "A"\noutcome = "call.sold"\n[[code]]\ncode = "A"\noutcome = "call.deal"\n'}, ["codes/c.toml:3: unknown outcome `call.sold`; known: call.", "codes/c.toml:4: code `A` stands twice; keep the one you mean"]),
    ({"codes__c": '[leaves]\n"call.fax" = "call.machin"\n"call.deal" = "call.deal"\n"fax" = "call.deal"\n'}, ["codes/c.toml:2: unknown outcome `call.machin`; did you mean `call.machine`?", "codes/c.toml:3: `call.deal` is a leaf already; choose another name", "codes/c.toml:4: `fax` is not of the same node as call.deal; write it as call.your_word"]),
    ({"layouts__csv": 'title = "t"\nsource = "s"\n[[column]]\nname = "a"\nof = ["number", "lead_id"]'}, ["layouts/csv.toml:1: `csv` cannot be a layout's name; name the file with letters, digits and -"]),
    ({"layouts__d": 'title = "t"'}, ["layouts/d.toml:1: no `column`; add [[column]] with name and of", "layouts/d.toml:1: no `source`; add source"]),
    ({"layouts__d": LAYOUT}, ["layouts/d.toml:3: `delimiter` is `||`; write one sign: \",\" or \"|\" or \"\\t\"", "layouts/d.toml:4: `ending` is `.txt`; write it as \"csv\" or \"txt\"",
            "layouts/d.toml:5: `numbers` is empty; write numbers = [\"e164\"]", "layouts/d.toml:6: unknown format `vicidial`; did you mean `vicidial_", "layouts/d.toml:9: `pattern` cannot be read: ",
            "layouts/d.toml:12: unknown value `lead`; did you mean `lead_id`?", "layouts/d.toml:13: `longest` is below zero; write 0", "layouts/d.toml:15: column `a` stands twice; headers have to differ", "layouts/d.toml:16: unknown key `poool`; add [asks.poool] with `means`", "layouts/d.toml:17: `b` is filled in two ways; keep one of `of`, `text` and `asks`"]),
    ({"layouts__d": 'title = "t"\nsource = "s"\n[[column]]\nname = "a"\nof = ["lead_id"]'}, ["layouts/d.toml:3: no column is filled from `number`; add of = [\"number\"]"]),
    ({"layouts__d": 'title = "t"\nsource = "s"\ndelimiter = "1"\nending = "xlsx"\nquotes = false\n[asks.numbers]\nmeans = "m"\n[[column]]\nname = "a\\nb"\nof = ["number", "lead_id"]\nas_json = true\nlongest = 9\n[[column]]\nname = "c1"\n'},
        ["layouts/d.toml:3: `delimiter` is `1`; write one sign", "layouts/d.toml:4: `ending` is `xlsx`; write it as \"csv\" or \"txt\"", "layouts/d.toml:6: `numbers` tells how numbers are written; name what is asked for otherwise",
            "layouts/d.toml:9: `a b` breaks the line of headers; leave line breaks out", "layouts/d.toml:12: a JSON object that is cut cannot be read; leave `longest` out", "layouts/d.toml:14: `c1` breaks the line of headers"]),
    ({"titles__own": "titles = [1"}, ["titles/own.toml:1: a list is not closed by ]; write it as key = value: text in quotes, lists in [ ]"]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "told"), OTHER_FILES)
def test_each_mistake_of_the_other_files_is_told_in_plain_words(files, told):
    found = mistakes(workspace(**files))
    assert [line[: len(start)] for line, start in zip(found, told, strict=True)] == told


ROSTERS = [
    ("on,shift,agent\n", ["1: no column hours; found `on, shift, agent`; write on,shift,agent,hours in the first line"]),
    ("on,shift,agent,hours\n2026-11-23,day,Kim\n", ["2: 3 cells under 4 columns; write one cell per column"]),
    (
        "# week 48\non,shift,agent,hours\n\n23/11/2026,noon,Kin,25\n",
        [
            "4: `23/11/2026` is no date; write it as 2026-11-23",
            "4: `25` are no hours of a day; write a number over 0 and up to 24",
            "4: unknown agent `Kin`; did you mean `Kim`?",
            "4: unknown shift `noon`; known: day, am, pm",
        ],
    ),
    (
        "on,shift,agent,hours\n2026-11-23,day,Kim,8\n2026-11-23,day,Kim,4\n",
        ["3: `Kim` stands in line 2 for that shift; keep one line"],
    ),
    ("on,shift,agent,hours\n2026-11-23,day,Kim,nan\n", ["2: `nan` are no hours of a day; write a number over 0 and up to 24"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), ROSTERS)
def test_each_mistake_of_the_roster_is_told_with_its_line(text, told):
    assert mistakes({**workspace(), "roster.csv": text}) == [f"roster.csv:{line}" for line in told]


WARNED = [
    ({"telebatch": ""}, 'telebatch.toml:1: nobody here has reviewed the calling rules kr-b2b; read them in docs/calling.md, then write [reviewed] kr-b2b = "name, date"'),
    ({"projects__p": changed(('call = "first"', 'call = "first"\n[[plan]]\ncall = "second"\nscript = "first"'), ("conversion_rate", "first_call_resolution"))}, "projects/p.toml:23: one-call resolution leads the review of a plan of 2 calls; a sale planned over several calls is not settled in one; lead with conversion_rate"),
    ({"projects__p": changed(('"한빛에듀"', '"건강협회 설문조사입니다"'))}, "projects/p.toml:32: `설문조사` may pass a sales call off as research; say plainly who is calling and what for"),
    ({"projects__p": changed(('call = "first"', 'call = "first"\nwhen = "age > 1"'))}, "projects/p.toml:11: the first call waits for `age`, which only a call brings back; move the condition to a later step"),
    ({"projects__p": changed(('[[script.openings]]\ntext = "안녕하세요"\n', ""))}, "projects/p.toml:26: the script has no cold opening; add an opening without `medium`: a returned piece leaves the person untouched"),
    ({"projects__p": changed(('[[script.openings]]\nmedium = "catalogue"\ntext = "카탈로그 받으셨나요"\n', ""))}, 'projects/p.toml:26: no opening speaks of `catalogue`; add [[script.openings]] with medium = "catalogue"'),
    ({"projects__p": changed(('[[script.openings]]\nmedium = "catalogue"\ntext = "카탈로그 받으셨나요"\n', ""), ('[[script.openings]]\ntext = "안녕하세요"\n', ""))}, 'projects/p.toml:8: no opening speaks of `catalogue`; add [[script.openings]] with medium = "catalogue"'),
    ({"projects__p": changed(('[script.calls.first]\nsender = "한빛에듀"\n', ""))}, "projects/p.toml:10: call `first` has no script; add [script.calls.first]"),
    ({"projects__p": changed(('[calling]', '[queues]\nskills = ["x"]\n[calling]'))}, "projects/p.toml:25: no agent has the skill `x`; add it in agents.toml"),
    ({"projects__p": changed(('packs = ["kr-b2b"]', "packs = []"))}, "projects/p.toml:24: no calling rules named for KR; name kr-b2b or kr-consumer or kr-financial under [calling] packs, or rely on your own windows"),
    ({"projects__p": changed(('packs = ["kr-b2b"]', 'packs = ["kr-b2b", "us"]')), "telebatch": '[reviewed]\nkr-b2b = "K"\nus = "K"'}, "projects/p.toml:25: calling rules `us` are for US, which the project does not take; take the pack out, or add the region"),
    ({"projects__p": changed(("[calling]", '[accept]\nregions = ["FR"]\n[calling]'), ("kr-b2b", "fr-until-2026-08")), "telebatch": '[reviewed]\nfr-until-2026-08 = "K"'}, "projects/p.toml:27: calling rules `fr-until-2026-08` are in force only until 2026-08-10; name those of the project's days"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "told"), WARNED)
def test_what_a_person_should_look_at_is_a_warning(files, told):
    assert warnings(workspace(**files)) == [told]


def test_all_mistakes_of_all_files_come_at_once_and_in_order():
    texts = {
        **workspace(
            projects__b=changed(('name = "p"', 'name = "b"'), ("target = 0.05", "target = 7"), ("start =", "strat =")),
            projects__a="= 3",
            sources__d='kind = "result"',
            telebatch='zone = "Asia/Soul"',
            agents=AGENTS + "age = 3\n",
        ),
        "roster.csv": "on,shift,agent,hours\n2026-11-23,day,Lee,8\n",
    }
    found = mistakes(texts)
    assert [line.split(": ")[0] for line in found] == [
        "agents.toml:4", "projects/a.toml:1", "projects/b.toml:5", "projects/b.toml:6", "projects/b.toml:23",
        "roster.csv:2", "sources/d.toml:1", "telebatch.toml:1",
    ]  # fmt: skip
    with pytest.raises(SettingsWrong) as refusal:
        load(texts)
    assert refusal.value.exit_code is ExitCode.REFUSED
    assert str(refusal.value) == "\n".join(found)


def test_a_mistake_is_not_told_again_by_what_follows_from_it():
    found = mistakes(workspace(projects__p=changed(('medium = "catalogue"\n[[plan]]', 'medium = "cat/a"\n[[plan]]'))))
    assert len(found) == 1


def test_an_override_may_be_wider_than_the_rules():
    wide = 'packs = ["kr-b2b"]\noverride = true\nwindows = { sat = ["10:00-15:00"] }'
    assert mistakes(workspace(projects__p=changed(('packs = ["kr-b2b"]', wide)))) == []


def test_an_excerpt_of_a_value_is_short_and_printable():
    found = mistakes(workspace(projects__p=changed(('"outbound"', '"' + "x" * 500 + '\\u001b[31m\\n"'))))
    assert len(found) == 1
    assert len(found[0]) < 200
    assert found[0].isprintable()


_words = st.sampled_from(
    [line for line in PROJECT.splitlines() if line]
    + [
        "[plan]",
        "plan = []",
        "kpis = {}",
        'when = "a"',
        "[script.calls]",
        "goals = 1",
        "1979-05-27",
        '"""',
        "[[fields]]",
    ]
)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=80), st.lists(_words, max_size=14).map("\n".join)))
def test_any_text_as_a_project_is_settings_or_refused(text):
    try:
        settings, _ = load_with_warnings(workspace(projects__p=text))
    except SettingsWrong as refusal:
        assert all(mistake.place.startswith("projects/p.toml:") for mistake in refusal.mistakes)
    else:
        assert isinstance(settings, Settings)


@settings(max_examples=80)
@given(
    st.sampled_from(["telebatch.toml", "agents.toml", "calendar.toml", "roster.csv", "sources/s.toml", "codes/c.toml"]),
    st.text(max_size=60),
)
def test_any_text_as_any_other_file_is_settings_or_refused(file, text):
    try:
        load({**workspace(), file: text})
    except SettingsWrong as refusal:
        assert refusal.mistakes[0].remedy


@pytest.mark.parametrize("kpi", ["penetration_touched", "occupancy", "first_call_resolution", "list_yield"])
def test_a_share_is_not_written_in_percent(kpi):
    found = mistakes(workspace(projects__p=changed(("conversion_rate", kpi), ("0.05", "60"))))
    assert found == ["projects/p.toml:23: `target` of a rate must be 0 to 1, not 60; write 0.6 for 60 %"]


@pytest.mark.parametrize("kpi", ["attempts_per_record", "dials_per_hour", "cost_per_sale"])
def test_a_ratio_may_be_larger_than_one(kpi):
    assert mistakes(workspace(projects__p=changed(("conversion_rate", kpi), ("0.05", "60")))) == []


@pytest.mark.parametrize(("written", "meant"), [("5%", "0.05"), ("12.5 %", "0.125"), ("100%", "1")])
def test_a_share_written_in_percent_is_answered_with_that_share(written, meant):
    found = mistakes(workspace(projects__p=changed(("target = 0.05", f'target = "{written}"'))))
    assert any(f"write target = {meant} for" in mistake for mistake in found), found
