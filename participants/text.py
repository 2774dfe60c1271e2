import unicodedata

import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_FORBIDDEN = regex.compile(r"[\x00\p{Cs}]")
_REMOVED = regex.compile(rf"[{BIDI_CONTROLS}]|(?![\n\t])\p{{Cc}}|[\uFFFE\uFFFF]")
_STACKED_MARKS = regex.compile(r"(\p{M}{4})\p{M}+")
_WITHOUT_SPACES = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Khmer}\p{Lao}\p{Myanmar}]")
_GRAPHEME = regex.compile(r"\X")
_URDU = regex.compile(r"[\u0679\u0688\u0691\u06ba\u06d2]")  # letters that Arabic does not have
_SCRIPTS = {
    "km": regex.compile(r"\p{Khmer}"),
    "th": regex.compile(r"\p{Thai}"),
    "lo": regex.compile(r"\p{Lao}"),
    "my": regex.compile(r"\p{Myanmar}"),
    "si": regex.compile(r"\p{Sinhala}"),
    "hi": regex.compile(r"\p{Devanagari}"),
    "bn": regex.compile(r"\p{Bengali}"),
    "ta": regex.compile(r"\p{Tamil}"),
    "ar": regex.compile(r"\p{Arabic}"),
    "ja": regex.compile(r"[\p{Hiragana}\p{Katakana}]"),
    "ko": regex.compile(r"\p{Hangul}"),
    "zh-Hans": regex.compile(r"\p{Han}"),
    "ru": regex.compile(r"\p{Cyrillic}"),
}


def clean(text: str) -> str:
    """What people type, made safe to keep: NFC, no control and bidi characters, no towers of marks."""
    if _FORBIDDEN.search(text):
        raise ValidationError(_("This text contains characters that cannot be kept. Please type it again."))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _STACKED_MARKS.sub(r"\1", _REMOVED.sub("", text)).strip()


def length(text: str) -> int:
    """How long a text is in what people see: one emoji or one Khmer cluster is one."""
    return len(_GRAPHEME.findall(text))


def words_of(text: str, *, least: int, most: int, least_dense: int | None = None) -> str:
    """Clean a text and hold it to its length; scripts that write without spaces may be shorter."""
    text = clean(text)
    size = length(text)
    minimum = least_dense if least_dense is not None and _WITHOUT_SPACES.search(text) else least
    if size == 0 and minimum:
        raise ValidationError(_("Please write something first."))
    if size < minimum:
        raise ValidationError(
            ngettext(
                "Please say a little more: %(missing)d character is missing.",
                "Please say a little more: %(missing)d characters are missing.",
                minimum - size,
            )
            % {"missing": minimum - size}
        )
    if size > most:
        raise ValidationError(
            ngettext(
                "This is %(over)d character too long; %(most)d fit.",
                "This is %(over)d characters too long; %(most)d fit.",
                size - most,
            )
            % {"over": size - most, "most": most}
        )
    return text


def line_of(text: str, *, least: int, most: int) -> str:
    """Clean a text and put it on one line. What people see is counted, and what the table holds as well."""
    kept = " ".join(words_of(text, least=least, most=most).split())
    if len(kept) > most:
        raise ValidationError(_("This is too long to keep. Please write it shorter."))
    return kept


def language_of(text: str, default: str) -> str:
    """The language to announce for a text: told by its script, else the writer's own."""
    for language, script in _SCRIPTS.items():
        if len(script.findall(text)) * 3 > len("".join(text.split())):
            return "ur" if language == "ar" and _URDU.search(text) else language
    return default
