"""What holds for every test."""

from hypothesis import settings

# A busy machine is slow at times: what counts is the answer, not how soon it comes.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")
