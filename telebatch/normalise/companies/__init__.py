"""Which company a name means, whatever legal form, width, case, spacing or punctuation it is written with."""

from telebatch.normalise.companies.forms import CompanyForms, company_forms_of
from telebatch.normalise.companies.keys import company_keys

__all__ = ["CompanyForms", "company_forms_of", "company_keys"]
