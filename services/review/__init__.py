"""Review: routes walked, desks, verdicts, opinions, decisions, paper, summary lists."""
