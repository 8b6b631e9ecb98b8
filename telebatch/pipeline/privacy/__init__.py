"""Forgetting somebody: who is meant, what goes of them where, and which files hold them.

whom            the persons meant, with everything that names them
sweep           what goes of every table, and the marks that stay
traces          source files and outputs that hold them
cells           which cells of a list tell of them
kept_out        which rows of a later list name somebody forgotten
"""
