from io import BytesIO

import regex
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from .rows import Report

# What a word processor calls our languages, and which of its three scripts they are: plain, East Asian or complex.
LANGUAGES = {
    "zh": ("eastAsia", "zh-CN", "Microsoft YaHei"),
    "ja": ("eastAsia", "ja-JP", "Yu Gothic"),
    "ko": ("eastAsia", "ko-KR", "Malgun Gothic"),
    "th": ("bidi", "th-TH", "Leelawadee UI"),
    "km": ("bidi", "km-KH", "Khmer UI"),
    "lo": ("bidi", "lo-LA", "Leelawadee UI"),
    "my": ("bidi", "my-MM", "Myanmar Text"),
    "si": ("bidi", "si-LK", "Nirmala UI"),
    "hi": ("bidi", "hi-IN", "Nirmala UI"),
    "ar": ("bidi", "ar-SA", "Arial"),
    "ur": ("bidi", "ur-PK", "Arial"),
    "ru": ("val", "ru-RU", ""),
    "en": ("val", "en-GB", ""),
}
TO_THE_LEFT = ("ar", "ur")
_NOT_XML = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write(report: Report) -> bytes:
    """Write a report as a .docx file."""
    paper = upright(Document())
    paper.core_properties.title = plain(f"{report.letter}. {report.level}: {report.consultation}")
    paper.core_properties.author = plain(", ".join(report.hosts))
    paper.core_properties.language = report.language
    if report.published:
        paper.core_properties.created = paper.core_properties.modified = report.published.replace(tzinfo=None)
    say(paper.add_paragraph(style="Title"), report.consultation, report.language)
    say(paper.add_paragraph(style="Subtitle"), "; ".join(report.hosts), report.language)
    say(paper.add_heading(level=1), f"{report.letter}. {report.level}", report.language)
    place = [report.breakout, report.room, date_format(report.held, "DATE_FORMAT") if report.held else ""]
    say(paper.add_paragraph(), ", ".join(dict.fromkeys(part for part in place if part)), report.language)
    if report.question:
        say(paper.add_paragraph(style="Intense Quote"), report.question, report.language)
    say(
        paper.add_paragraph(),
        report.people or _("A draft: numbers come when the breakout has reported."),
        report.language,
    )
    write_shortlist(paper, report)
    write_rules(paper, report)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def upright(paper: Paper) -> Paper:
    """Quotes without italics: half the scripts have none."""
    for name in ("Quote", "Intense Quote", "Subtitle"):
        font = paper.styles[name].font
        font.italic = font.cs_italic = False
    return paper


def write_shortlist(paper: Paper, report: Report) -> None:
    say(paper.add_heading(level=2), _("What the breakout asks for"), report.language)
    if not report.entries:
        say(paper.add_paragraph(), _("The breakout reported without a shortlist."), report.language)
    for place, entry in enumerate(report.entries, 1):
        say(paper.add_heading(level=3), f"{place}. {entry.number}: {entry.type}, {entry.sdg}", report.language)
        say(paper.add_paragraph(style="Quote"), entry.words or _("Taken back by its author."), entry.language)
        if entry.why:
            why = paper.add_paragraph()
            say(why, _("Why:") + " ", report.language)
            say(why, entry.why, entry.language)
        if entry.reason:
            say(paper.add_paragraph(), _("Why it is on the shortlist:") + " " + entry.reason, report.language)
        counts = " ".join(part for part in (entry.counted if not report.is_draft else "", entry.includes) if part)
        if counts:
            say(paper.add_paragraph(style="List Bullet"), counts, report.language)


def write_rules(paper: Paper, report: Report) -> None:
    if report.is_draft:
        return
    say(paper.add_heading(level=2), _("How it was counted"), report.language)
    for sentence in report.rules:
        say(paper.add_paragraph(style="List Bullet"), sentence, report.language)
    if report.published:
        at = date_format(report.published, "DATETIME_FORMAT")
        told = _("Published %(at)s. Fingerprint of the numbers (SHA-256): %(hash)s") % {"at": at, "hash": report.sha256}
        say(paper.add_paragraph(), told, report.language)


def say(paragraph: Paragraph, text: str, language: str) -> None:
    """Add text in its language, so that fonts, line breaks and spelling are those of its script."""
    run = paragraph.add_run(plain(text))
    script, name, font = LANGUAGES.get(language.split("-")[0].lower(), ("val", language, ""))
    properties = run._r.get_or_add_rPr()
    if font:
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:eastAsia" if script == "eastAsia" else "w:cs"), font)
    if language.split("-")[0] in TO_THE_LEFT:
        turn(paragraph, run)
    if script == "bidi":
        properties.append(OxmlElement("w:cs"))
    told = OxmlElement("w:lang")
    told.set(qn(f"w:{script}"), name)
    properties.append(told)


def turn(paragraph: Paragraph, run: Run) -> None:
    """Let a paragraph run from right to left."""
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def plain(text: str) -> str:
    """Text that fits into XML."""
    return _NOT_XML.sub("", text)
