"""One person or lead at a time: who is meant, what is known, and what somebody tells of them by hand.

named, readings, prefixes, other_numbers   whom a word of the command line means
persons, story                   a person as a card, and as facts in order of time
amendments, own_words, redecide  what is set by hand or told by a supplier, and what follows from it
"""
