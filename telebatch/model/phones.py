"""Words for telephone numbers: kinds of number, kinds of line, reasons, repairs and labels."""

from __future__ import annotations

from enum import StrEnum


class PhoneKind(StrEnum):
    """What libphonenumber calls the number's type, in our words."""

    MOBILE = "mobile"
    FIXED = "fixed"
    FIXED_OR_MOBILE = "fixed_or_mobile"
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    SHARED_COST = "shared_cost"
    VOIP = "voip"
    PERSONAL = "personal"
    PAGER = "pager"
    UAN = "uan"
    VOICEMAIL = "voicemail"
    UNKNOWN = "unknown"


class PhoneLine(StrEnum):
    """Who is likely to pick up, by the signs that the number alone and its label show."""

    DIRECT = "direct"
    MOBILE = "mobile"
    SWITCHBOARD = "switchboard"
    TOLL_FREE = "toll_free"
    UNKNOWN = "unknown"


class PhoneReason(StrEnum):
    """Why a cell, or one part of it, gave no usable number."""

    EMPTY = "empty"
    NO_DIGITS = "no_digits"
    PLACEHOLDER = "placeholder"
    SCIENTIFIC_NOTATION = "scientific_notation"
    DATE_IN_PHONE_COLUMN = "date_in_phone_column"
    EMAIL_IN_PHONE_COLUMN = "email_in_phone_column"
    LETTERS = "letters"
    MASKED = "masked"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    INVALID_LENGTH = "invalid_length"
    INVALID_COUNTRY_CODE = "invalid_country_code"
    POSSIBLE_LOCAL_ONLY = "possible_local_only"
    NOT_VALID = "not_valid"
    RANGE_EXPANDED_TOO_FAR = "range_expanded_too_far"
    FAX = "fax"  # said of a list's cell that calls the number so; `phones` gives the number


class PhoneRepair(StrEnum):
    """What had to be changed before the number could be read."""

    LEADING_ZERO_RESTORED = "leading_zero_restored"
    TRUNK_ZERO_DROPPED = "trunk_zero_dropped"
    PLUS_RESTORED = "plus_restored"
    WRAPPER_REMOVED = "wrapper_removed"
    TRAILING_POINT_ZERO = "trailing_point_zero"
    THOUSANDS_REMOVED = "thousands_removed"
    FULLWIDTH = "fullwidth"
    LETTER_O = "letter_o"
    NOTE_REMOVED = "note_removed"
    EXTENSION_SPLIT = "extension_split"
    CELL_SPLIT = "cell_split"
    RANGE_EXPANDED = "range_expanded"


class PhoneLabel(StrEnum):
    """What the cell itself calls the number."""

    MOBILE = "mobile"
    OFFICE = "office"
    HOME = "home"
    FAX = "fax"
    DIRECT = "direct"
    SWITCHBOARD = "switchboard"
    PHONE = "phone"


class PhoneRemark(StrEnum):
    """What a caller should know of a valid number."""

    OBSOLETE = "obsolete"
