"""A contact list on its way from file to verdicts: what `prequalify` and `prequalify --again` share.

deliveries, list_facts, no_list          the file: every sheet under one numbering, told facts, is it a list
split_numbers                            numbers whose parts stand in several columns
misplaced                                headings beside the first ones, or again below in another order
read_people, identifiers, retold, lost_letters, lost_zeros   its rows as people; what is withheld, told anew, or lost
foreign_writing                          names written as in another country than its numbers are read by
foreign_numbers                          most numbers of a country that the project does not take, or that nobody named
consents                                 who refused, which consents are of a day to come, which have no day
refusal_columns, refused_parts           columns that say who refuses to be called; their numbers beside broken ones
refusal_words                            words beside names and in states that ask for no calls
verdicts, told_apart, opt_outs           who is known, who stands twice, what the rules say, who refuses
better_known, held_no_more               of whom the files say another thing than the list
kept_lists, shortened, without_people    a list stored, and what is kept of it once somebody in it is forgotten
keep, keep_again, changes, conflicts     what becomes a fact, and what a newer delivery changed
renumbered                               known people who have other numbers, or none, by it
before_after                             what deciding again changed, record by record
withdraw, left_out                       whom a list delivered in full no longer holds
verdict_files, own_language              callable, verify, rejected and the summary, in the project's language
"""
