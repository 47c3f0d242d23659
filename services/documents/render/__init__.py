"""Making files: forms and lists as PDF and xlsx, in renderer processes of their own.

A pure library (`form`, `list_pdf`, `list_xlsx`) and, around it, a worker that takes jobs from a
queue. Nothing here runs under eventlet: a layout takes a third of a second of CPU.
"""
