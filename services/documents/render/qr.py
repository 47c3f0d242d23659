"""The QR code of a print: the verification code and nothing else."""

from __future__ import annotations

import io

import segno


def qr_png(verify_code: str) -> bytes:
    """A small one-bit picture, error correction M, with the quiet zone of the standard."""
    code = segno.make(verify_code, error="m", micro=False, boost_error=False)
    out = io.BytesIO()
    code.save(out, kind="png", scale=8, border=2)
    return out.getvalue()
