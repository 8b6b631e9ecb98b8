"""What settings hold, in the shape in which rooms want it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from telebatch.model.project import Project
from telebatch.model.records import ColumnMap, ReadOptions
from telebatch.model.tables import FORGOTTEN
from telebatch.normalise import HanVariants, NormaliseRules, country_names, han_variants_of
from telebatch.normalise.companies import CompanyForms, company_forms_of
from telebatch.normalise.phones import PhoneTable
from telebatch.normalise.titles import TitleVocabulary, of_project, vocabulary_of
from telebatch.pipeline.house import House
from telebatch.prequalify import Rule, rules_of


def normalise_rules(house: House, project: Project, columns: ColumnMap, options: ReadOptions) -> NormaliseRules:
    """Phone table, title vocabulary and company forms of one project, and what was told of one file.

    Args:
      columns, options: Of the file.
    """
    return NormaliseRules(
        phones=phone_table(house.shipped.phones),
        titles=title_vocabulary(house, project.name),
        companies=company_forms(house),
        countries=countries(house) if columns.sources.get("country") else {},
        accept=project.accept,
        times=house.shipped.times,
        consent=house.shipped.cells.consent,
        nothing=house.shipped.cells.nothing,
        asks_titles=project.key_person.wanted,
        date_order=options.date_order,
        region=options.region,
    )


def countries(house: House) -> Mapping[str, str]:
    """Spelling of a country → its region, as `regions_named` looks it up."""
    return country_names(house.shipped.countries, phone_table(house.shipped.phones))


def title_vocabulary(house: House, project: str) -> TitleVocabulary:
    """The shipped titles with the centre's own, and with those that are this project's alone."""
    return vocabulary_of(of_project(house.settings.titles, project))


def consents_expire(house: House, project: Project) -> bool:
    """Whether a calling rule of the project lets consents expire."""
    packs = house.settings.packs
    return any(packs[name].consent_days is not None for name in project.calling.packs if name in packs)


def project_rules(house: House, project: Project) -> tuple[Rule, ...]:
    """What prequalify decides the project's candidates by."""
    forgets = bool(house.store.view().segments(FORGOTTEN.name))
    words = house.shipped.wording[house.language(project)]
    return rules_of(project, consents_expire=consents_expire(house, project), forgets=forgets, words=words)


@lru_cache(maxsize=1)
def phone_table(compiled: bytes) -> PhoneTable:
    """The shipped intervals, opened once."""
    return PhoneTable.from_bytes(compiled)


def company_forms(house: House) -> CompanyForms:
    """Legal forms that are no part of a company's name."""
    return company_forms_of({"companies.toml": house.settings.companies}, han_variants(house))


def han_variants(house: House) -> HanVariants:
    """Chinese characters that are one in a name, in whichever form they are written."""
    return han_variants_of(house.shipped.characters)
