from django import template
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django_countries import countries

from participants.client_texts import TEXTS

register = template.Library()


@register.simple_tag
def symbol(number: str, href: str = "") -> SafeString:
    """A recommendation as it is spoken: its level's letter in its colour, and its number."""
    letter, digits = number[:1], number[1:]
    if href:
        return format_html(
            '<a class="symbol level-{0}" href="{2}"><b>{0}</b><span>{1}</span></a>', letter, digits, href
        )
    return format_html('<span class="symbol level-{0}"><b>{0}</b><span>{1}</span></span>', letter, digits)


@register.filter
def country(code: str) -> str:
    """The name of a country in the reader's language."""
    return countries.name(code) or code


@register.simple_tag
def client_texts() -> SafeString:
    """What the scripts say, in the reader's language, as data that no policy forbids."""
    return json_script({name: str(text) for name, text in TEXTS.items()}, "texts")
