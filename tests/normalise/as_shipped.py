"""The shipped rules as normalise takes them."""

from importlib.resources import files

from telebatch.model.project import Accept
from telebatch.normalise import NormaliseRules
from telebatch.normalise.companies import company_forms_of
from telebatch.normalise.phones import PhoneTable
from telebatch.normalise.titles import vocabulary_of
from telebatch.normalise.variants import han_variants_of
from telebatch.settings import shipped
from tests.normalise.titles.conftest import shipped_files

TABLE = PhoneTable.from_bytes(files("telebatch").joinpath("rules/phones/intervals.parquet").read_bytes())
FORMS = company_forms_of({"companies.toml": shipped().companies}, han_variants_of(shipped().characters))
TIMES, CONSENT = shipped().times, shipped().cells.consent
RULES = NormaliseRules(
    TABLE, vocabulary_of(shipped_files()), FORMS, Accept(regions=("KR",), required=("company",)), TIMES, CONSENT
)
