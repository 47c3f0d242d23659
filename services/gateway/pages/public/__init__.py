"""Pages that everybody reads: home, notice, plan, guides, contacts, dates, checking of codes."""
