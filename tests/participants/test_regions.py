"""Every country of the registration form belongs to one sub-region that has a name."""

from __future__ import annotations

from django_countries.data import COUNTRIES

from participants import regions


def test_every_country_of_the_iso_list_has_a_region():
    assert set(regions.REGION_OF) == set(COUNTRIES)
    assert len(regions.REGION_OF) == 249


def test_no_country_stands_in_two_regions():
    listed = [country for members in regions._MEMBERS.values() for country in members.split()]

    assert sorted(listed) == sorted(set(listed))


def test_every_region_has_members_and_a_name():
    assert set(regions.REGION_OF.values()) == set(regions.REGIONS)
    assert all(regions.region_name(code) for code in regions.REGIONS)


def test_countries_near_and_far_lie_where_the_standard_puts_them():
    countries = ["CN", "KH", "LK", "KZ", "FJ", "IR", "TR", "MX", "AQ"]

    found = [regions.region_of(country) for country in countries]

    assert found == ["030", "035", "034", "143", "054", "034", "145", "419", "010"]


def test_unknown_codes_are_empty_not_an_error():
    assert regions.region_of("XX") == ""
    assert regions.region_of("") == ""
    assert regions.region_name("999") == "999"
