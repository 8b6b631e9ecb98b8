"""The peer: what an analyst writes with pandas and phonenumbers: parse, valid, dedupe, suppress, write.

python -m benchmarks.script LIST SUPPRESSED OUT_FOLDER ROWS
"""

import sys
from pathlib import Path

import pandas as pd
import phonenumbers


def _number(cell: object) -> str | None:
    try:
        read = phonenumbers.parse(str(cell), "KR")
    except phonenumbers.NumberParseException:
        return None
    return (
        phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
        if phonenumbers.is_valid_number(read)
        else None
    )


def main() -> None:
    """Qualifies the first ROWS rows as a script would."""
    rows = pd.read_csv(sys.argv[1], dtype=str, nrows=int(sys.argv[4]))
    blocked = {_number(cell) for cell in pd.read_csv(sys.argv[2], dtype=str, nrows=int(sys.argv[4]))["전화번호"]}
    out = Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    rows["number"] = rows["휴대폰"].map(_number)
    good = rows[rows["number"].notna()].drop_duplicates("number")
    good = good[~good["number"].isin(blocked)]
    good.to_csv(out / "callable.csv", index=False)
    rows[~rows.index.isin(good.index)].to_csv(out / "rejected.csv", index=False)


if __name__ == "__main__":
    main()
