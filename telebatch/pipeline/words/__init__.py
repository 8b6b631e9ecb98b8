"""What a person reads on a terminal: leads, talks, orders and scores, each told in the same words by every command.

plain    the program's own words for verdicts, outcomes and reasons; plurals and money
states   how a lead stands now                 talks    what was said in calls and orders
fields   what calls brought back               scores   what a score was made of
"""
