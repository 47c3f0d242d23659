"""The process that starts an instance's parts, restarts what dies and stops all of them.

``python -m deploy.local.supervisor RECORD_FOLDER``.
"""
