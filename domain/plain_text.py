"""What counts as text: letters composed, and no sign that steers a terminal or reorders a line.

Signs that write from right to left over what stands there make a sentence or a file name say one
thing and show another; halves of a pair and non-characters cannot be written down at all.
"""

from __future__ import annotations

import re
import unicodedata

NO_TEXT = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # steering signs, tab and line ends apart
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides, isolates
    "\ufff9-\ufffb\ufffe\uffff\ufeff"  # annotations, non-characters, a mark of byte order
    "\U000e0000-\U000e007f"  # letters that nobody sees
    "\ud800-\udfff"  # half of a pair
    "]"
)


def composed(text: str) -> str:
    """The same letters, each as one sign where there is one (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def has_no_text(text: str) -> bool:
    """Whether something stands in it that is no text."""
    return NO_TEXT.search(text) is not None


def only_text(text: str) -> str:
    """Composed, and without whatever is no text."""
    return composed(NO_TEXT.sub("", text))
