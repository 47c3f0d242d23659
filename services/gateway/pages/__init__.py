"""The pages people use: server-rendered, in plain Chinese, working without scripts."""
