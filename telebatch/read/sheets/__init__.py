"""Workbooks: every visible sheet of XLSX, XLSB, XLS and ODS as cells, with what their reader does not tell.

workbook                every visible sheet as text
xlsx, xlsb, xls, ods    merged and hidden cells, errors and bombs, by kind of file
shared_texts, ole       the texts that cells point at; the folder of streams of an old workbook
notes, unheard          what is noted of a sheet; panics of the reader become refusals
"""
