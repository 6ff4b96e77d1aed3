"""What nobody should be able to break the program with: texts, days, numbers, choices."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "0"))
"""More examples than in an ordinary run, drawn anew each time."""


def bounded(usual: int) -> settings:
    """The same few examples in every ordinary run; no shrinking, for the site moves on."""
    return settings(
        max_examples=EXAMPLES or usual,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


TAG = "hostile-tag"
MARKUP = (
    f"'\"><{TAG} onhostile=1></textarea></title></option><script>hostile()</script>"
    f"<!-- {{{{7*7}}}} {{0}} {{user}} %s &lt;b&gt; \\u0022"
)
"""Closes whatever it stands in, and asks every kind of template to fill it in."""
SHORT_MARKUP = f"'\"><{TAG} onhostile=1>{{0}}%s"
"""As much of it as a number of a document may be long."""
DECOMPOSED = "Rà soát thủ tục Phường"  # letters and their marks apart
OVERRIDE = "bao-cao-\u202efdp.exe"
LONG = "mot dong rat dai " * 60_000
FORMULAS = (
    '=HYPERLINK("http://evil.example","bấm")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
)

TEXTS: tuple[str, ...] = (
    MARKUP,
    DECOMPOSED,
    OVERRIDE,
    "bị\x00cắt",
    "\x1b[31mđỏ\x07\x7f\x85",
    "\ud83d",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 40,
    "z̸̡͈̮̈́a̵͚̓l̶͎̽g̷͓̈́o̴̗͝",
    "مرحبا שלום",
    "\ufeff\u200b\u2028\u2029\uffff",
    " \t\r\n ",
    "../../etc/passwd",
    "' OR 1=1; DROP TABLE soviec.accounts; --",
    "%00%0d%0aSet-Cookie:x=1",
    "00000000-0000-0000-0000-000000000000",
    "9" * 5000,
    "٣²",
    "NaN",
    "null",
    *FORMULAS,
)
DAYS: tuple[str, ...] = (
    "31/11/2025",
    "29/02/2025",
    "01/01/0001",
    "0001-01-01",
    "31/12/9999",
    "9999-12-31",
    "00/00/0000",
    "1/1/1",
    "32/13/2025",
    "٠١/٠١/٢٠٢٥",
    "01/07/2025",
    "03/07/2025",
)
HOURS: tuple[str, ...] = ("25:61", "-1:00", "24:00", "9h", "00:00", "١٠:٠٠")
NUMBERS: tuple[str, ...] = (
    "-1",
    "0",
    "101",
    "1e9",
    "2147483648",
    "9223372036854775808",
    "999999999999999",
    "1.5",
    "0x10",
    "٤",
    "1_000",
    "Infinity",
)

any_text = st.one_of(
    st.sampled_from(TEXTS),
    st.text(max_size=60),
    st.text(alphabet=st.characters(codec=None), max_size=20),
)
any_typed = st.one_of(
    any_text, st.sampled_from(DAYS), st.sampled_from(NUMBERS), st.sampled_from(HOURS)
)
