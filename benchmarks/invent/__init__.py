"""Invents people, contact lists and histories from a seed: no value here belongs to anybody.

Numbers stand in ranges nobody is reached on: in Korea mobile blocks 010-0xxx and 010-1xxx and internet telephone
block 070-0xxx, which no carrier hands to subscribers, and in North America 555-0100 to 555-0199, kept for fiction.
"""
