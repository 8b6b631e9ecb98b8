"""Delimited texts: from bytes to records with their physical lines.

encodings, joined, decode, text     the bytes as UTF-8 with line feeds, transcoded before anything is split
delimiters, tokens, layout          what parts and encloses cells; header and width
parted, unwrapped                   several letters or blanks between cells; lines that stand in quotes as a whole
survey, index, abreast, scanned     where records lie and which differ, and their cells
mend, shifted, left_out             quotes out of order, rows moved to the right, cells that a spreadsheet left out
delimited                           every physical record becomes a record, is set aside or counted blank
"""
