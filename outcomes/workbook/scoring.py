"""The columns of Scores: the published numbers of the support ballots, the proof of the ranking."""

from .columns import Column, Edit, Group, Kind


def _s(key: str, name: str, **more: object) -> Column:
    return Column(key=key, name=name, edit=Edit.SNAPSHOT, group=Group.PLAN, **more)  # type: ignore[arg-type]


SCORE_COLUMNS = (
    _s("number", "Recommendation", kind=Kind.CODE, width=18, help="As it was spoken in the room: level and number."),
    _s("row_id", "Row ID", kind=Kind.CODE, width=12, help="The action of the plan that came of it."),
    _s("level", "Level", kind=Kind.CODE, width=8, help="The letter of the level."),
    _s("type", "Type", width=17, help="Research, capacity building, policy or practice, or network."),
    _s("text", "Text", width=60, help="The wording that stands."),
    _s("support", "Support", kind=Kind.INTEGER, width=10, help="Answers in favour, each person once."),
    _s("not_now", "Not now", kind=Kind.INTEGER, width=10, help="Answers against."),
    _s("unsure", "Unsure", kind=Kind.INTEGER, width=10, help="Answers that left it open."),
    Column(key="answered", name="Answered", edit=Edit.CALCULATED, kind=Kind.INTEGER, width=10,
           formula='=IF(COUNT([Support]:[Unsure])=0,"",SUM([Support]:[Unsure]))', help="All answers."),
    Column(key="share", name="Share in favour", edit=Edit.CALCULATED, kind=Kind.SHARE, width=10,
           formula='=IF(SUM([Support]:[Not now])=0,"",[Support]/SUM([Support]:[Not now]))',
           help="Support among those who decided."),
    _s("wilson", "Wilson", kind=Kind.SCORE, width=10,
       help="Lower end of the 95 % range of the share: few answers count for less (Wilson 1927)."),
    _s("countries", "Countries in favour", kind=Kind.INTEGER, width=11,
       help="Countries where more than half of the answers are in favour."),
    _s("equal", "Equal countries", kind=Kind.SCORE, width=11,
       help="The mean of the countries, each weighing the same."),
    _s("rank", "Rank by people", kind=Kind.INTEGER, width=10, help="Rank in its level, one person one vote."),
    _s("rank_countries", "Rank by countries", kind=Kind.INTEGER, width=11,
       help="Rank in its level, every country weighing the same."),
    Column(key="differs", name="Ranks", edit=Edit.CALCULATED, width=12,
           formula='=IF(COUNT([Rank by people],[Rank by countries])<2,"",'
                   'IF(ABS([Rank by people]-[Rank by countries])>=3,"Differ","Alike"))',
           help="Whether people and countries would rank it three or more places apart."),
    _s("note", "Note", width=30, help="Why a number is not shown."),
)  # fmt: skip
