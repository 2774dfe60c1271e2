"""Which part of the world a country lies in: the sub-regions of the United Nations' M49 standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# M49 code and name, in the standard's spelling. Antarctica lies in no sub-region, so its own code stands here.
REGIONS: dict[str, _StrPromise] = {
    "015": _("Northern Africa"),
    "202": _("Sub-Saharan Africa"),
    "419": _("Latin America and the Caribbean"),
    "021": _("Northern America"),
    "143": _("Central Asia"),
    "030": _("Eastern Asia"),
    "035": _("South-eastern Asia"),
    "034": _("Southern Asia"),
    "145": _("Western Asia"),
    "151": _("Eastern Europe"),
    "154": _("Northern Europe"),
    "039": _("Southern Europe"),
    "155": _("Western Europe"),
    "053": _("Australia and New Zealand"),
    "054": _("Melanesia"),
    "057": _("Micronesia"),
    "061": _("Polynesia"),
    "010": _("Antarctica"),
}

# ISO 3166 alpha-2 codes by M49 code. M49 has no row of its own for TW; ISO has, so it stands with its neighbours.
_MEMBERS = {
    "015": "DZ EG EH LY MA SD TN",
    "202": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW IO KE KM LR LS MG ML MR MU MW MZ NA NE NG "
        "RE RW SC SH SL SN SO SS ST SZ TD TF TG TZ UG YT ZA ZM ZW"
    ),
    "419": (
        "AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF "
        "MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI"
    ),
    "021": "BM CA GL PM US",
    "143": "KG KZ TJ TM UZ",
    "030": "CN HK JP KP KR MN MO TW",
    "035": "BN ID KH LA MM MY PH SG TH TL VN",
    "034": "AF BD BT IN IR LK MV NP PK",
    "145": "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
    "151": "BG BY CZ HU MD PL RO RU SK UA",
    "154": "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
    "039": "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA",
    "155": "AT BE CH DE FR LI LU MC NL",
    "053": "AU CC CX HM NF NZ",
    "054": "FJ NC PG SB VU",
    "057": "FM GU KI MH MP NR PW UM",
    "061": "AS CK NU PF PN TK TO TV WF WS",
    "010": "AQ",
}

REGION_OF: dict[str, str] = {country: code for code, members in _MEMBERS.items() for country in members.split()}


def region_of(country: str) -> str:
    """Return the M49 code of a country's sub-region, or an empty string for a code that ISO 3166 does not have."""
    return REGION_OF.get(country, "")


def region_name(code: str) -> str:
    """Return a sub-region's name in the reader's language, or the code itself where it is unknown."""
    return str(REGIONS.get(code, code))
