"""One person or lead at a time: who is meant, what is known, and what somebody tells of them by hand.

named, readings, prefixes, other_numbers   whom a word of the command line means
persons, story, stops            a person as a card, as facts in order of time, and when nobody calls them
amendments, own_words, redecide  what is set by hand or told by a supplier, and what follows from it
compared, earlier_numbers        comparisons with registers; requests at numbers somebody had before
successors                       what of a person stays where a supplier names somebody else
"""
