"""The applicant's form: start, fill in, check, submit, print."""
