"""Forty invented delegates from fifteen countries, and the staff. Their names mean rivers, flowers and stars."""

import random
from dataclasses import dataclass

LEVELS = "abcde"


@dataclass(frozen=True)
class Delegate:
    """Somebody invented: a name, where from, and for whom they speak."""

    name: str
    country: str
    organisation: str
    group: str

    @property
    def language(self) -> str:
        """The language of the pages they read; the product speaks two."""
        return "zh-hans" if self.country == "CN" else "en"


# In the order of their codes. A line is a round through the breakouts a to e, so a column is a breakout.
DELEGATES: tuple[Delegate, ...] = (
    Delegate("Yun Tingyu", "CN", "Office for Open Learning, Cloud River Province", "government"),
    Delegate("Nelum Sandakanda", "LK", "University of the Seven Lakes", "higher_education"),
    Delegate("Lin Heqing", "CN", "Lychee Garden Open University", "higher_education"),
    Delegate("Melati Samudera", "MY", "Union of Evening Students, Coral Coast", "learners"),
    Delegate("Sitara Darya", "PK", "Five Rivers Learning Software", "edtech"),
    # round 2
    Delegate("Chenda Rumduol", "KH", "Royal Lotus Institute of Teaching", "higher_education"),
    Delegate("Lam Huong Giang", "VN", "Bamboo Bridge Courseware", "edtech"),
    Delegate("Bintang Cempaka", "ID", "Department of Higher Learning, Thousand Straits", "government"),
    Delegate("Liwayway Sampaguita", "PH", "Lanterns for Learning", "civil_society"),
    Delegate("Shan Yinghua", "CN", "Asian Circle for Shared Skills", "international"),
    # round 3
    Delegate("He Xiaotang", "CN", "Regional Forum of Learning Cities", "international"),
    Delegate("Sarnai Tengis", "MN", "Ministry of Learning, Blue Sky Department", "government"),
    Delegate("Borey Tonle", "KH", "Water Festival University", "higher_education"),
    Delegate("Himal Gurans", "NP", "Rhododendron Youth Assembly", "learners"),
    Delegate("Senehas Ulpatha", "LK", "Spring of Villages Foundation", "civil_society"),
    # round 4
    Delegate("Dao Maliwan", "TH", "Bureau of Digital Study, Jasmine Province", "government"),
    Delegate("Fah Dokmai", "TH", "Rainy Season Platforms", "edtech"),
    Delegate("Tharuka Ahasa", "LK", "Open Window Students' Council", "learners"),
    Delegate("Aigul Zhuldyz", "KZ", "University of the Apple Steppe", "higher_education"),
    Delegate("Mai Thanh Song", "VN", "Nine Dragons Learning Apps", "edtech"),
    # round 5
    Delegate("Kumudu Oya", "LK", "College of the Cinnamon Hills", "higher_education"),
    Delegate("Cahaya Teratai", "MY", "University of the Two Monsoons", "higher_education"),
    Delegate("Suria Kenanga", "MY", "Mangrove Polytechnic", "higher_education"),
    Delegate("Tara Kamal Nadi", "IN", "Directorate of Online Study, Banyan State", "government"),
    Delegate("Embun Kenari", "ID", "Agency for Skills, Spice Islands", "government"),
    # round 6
    Delegate("Qiu Shuyue", "CN", "Paper Crane Education Technology", "edtech"),
    Delegate("Romdeng Mekha", "KH", "Young Readers of the Great Lake", "learners"),
    Delegate("Chambeli Mahtab", "PK", "Courtyard Schools Trust", "civil_society"),
    Delegate("Hoang Sao Mai", "VN", "Students' Voice of the Red Valley", "learners"),
    Delegate("Nila Malar", "IN", "Institute of the Coconut Coast", "higher_education"),
    # round 7
    Delegate("Namfon Chaba", "TH", "Night School Learners' Circle", "learners"),
    Delegate("Laut Melur", "ID", "Pacific and Asian Club of Libraries", "international"),
    Delegate("Megha Sagarika", "IN", "Monsoon Learning Studios", "edtech"),
    Delegate("Phkay Malis", "KH", "Riverside Apprentices' Union", "learners"),
    Delegate("Shapla Nodi", "BD", "Weavers' Evening Academy", "civil_society"),
    # round 8
    Delegate("Senikau Waitui", "FJ", "Reef Communities' Education Network", "civil_society"),
    Delegate("Kodom Akash", "BD", "University of the Water Lily Delta", "higher_education"),
    Delegate("Tala Bulaklak", "PH", "Asia-Pacific Fellowship of Deans", "international"),
    Delegate("Duangdao Rarin", "TH", "Mekong Bureau for Learners", "international"),
    Delegate("Samal Bulak", "KZ", "Committee for Skills, Tulip Region", "government"),
)

ORGANISER = Delegate("Maya Jalan Pelangi", "MY", "Secretariat of the consultation", "international")

MODERATORS: dict[str, Delegate] = {
    "a": Delegate("Akasha Nadun", "LK", "University of the Seven Lakes", "higher_education"),
    "b": Delegate("Altan Naran", "MN", "Felt Road Network of Platforms", "edtech"),
    "c": Delegate("Chantrea Bopha", "KH", "Royal Lotus Institute of Teaching", "higher_education"),
    "d": Delegate("Asmi Phool", "NP", "Rhododendron Youth Assembly", "learners"),
    "e": Delegate("Jiang Yumeng", "CN", "Asian Circle for Shared Skills", "international"),
}

RAPPORTEURS: dict[str, Delegate] = {
    "a": Delegate("Ulan Tany", "KZ", "University of the Apple Steppe", "higher_education"),
    "b": Delegate("Hien Dieu Suong", "VN", "Bamboo Bridge Courseware", "edtech"),
    "c": Delegate("Anan Saengduean", "TH", "Mekong Bureau for Learners", "international"),
    "d": Delegate("Amihan Luntian", "PH", "Lanterns for Learning", "civil_society"),
    "e": Delegate("Vanu Kakana", "FJ", "Reef Communities' Education Network", "civil_society"),
}


def breakout_of(number: int) -> str:
    """Return the letter of the breakout in which participant 1, 2, 3… is seated: a, b, c, d, e, a…"""
    return LEVELS[(number - 1) % len(LEVELS)]


def delegate(number: int) -> Delegate:
    """Return delegate 1, 2, 3…; beyond the forty, names and places of the forty are mixed anew and numbered."""
    if number <= len(DELEGATES):
        return DELEGATES[number - 1]
    chance = random.Random(number)
    one = DELEGATES[(number - 1) % len(DELEGATES)]
    namesakes = [row for row in DELEGATES if row.country == one.country]
    given, family = chance.choice(namesakes).name.split()[0], chance.choice(namesakes).name.split()[-1]
    group = chance.choice(DELEGATES).group
    return Delegate(f"{given} {family} {number}", one.country, one.organisation, group)
