"""Which telephone numbers does a cell hold, and what does libphonenumber say of them, at column speed?

phones(cells, regions, table)      cells of any spelling → numbers, kinds, regions, zones, reasons
phone_answers(cells, regions, table)  the same as codes, for columns of millions of cells
plusless_columns(cells, regions, table)  which digits without a plus are whole numbers, column by column
elsewhere(cells, table)            the other countries whose national numbers cells would be
regions_of(numbers, table)         E.164 → region
national_format(numbers, table)    E.164 → the form people write
rules_version(compiled)            version of the metadata in the shipped bytes
compile_phones(marks)              the table, from the installed metadata; PhoneTable.from_bytes reads the shipped
"""

from telebatch.normalise.phones.column import PHONES, phone_answers, phones, plusless_columns
from telebatch.normalise.phones.elsewhere import Elsewhere, elsewhere
from telebatch.normalise.phones.formatting import national_format
from telebatch.normalise.phones.lookup import regions_of
from telebatch.normalise.phones.marks import PhoneMarks
from telebatch.normalise.phones.meanings import Answers
from telebatch.normalise.phones.plusless import BARE, MOST, Plusless
from telebatch.normalise.phones.table import PhoneTable, compile_phones, rules_version

__all__ = [
    "BARE", "MOST", "PHONES", "Answers", "Elsewhere", "PhoneMarks", "PhoneTable", "Plusless", "compile_phones",
    "elsewhere", "national_format", "phone_answers", "phones", "plusless_columns", "regions_of", "rules_version",
]  # fmt: skip
