"""Level c, institutional and training providers. The room: 1 CN, 2 ID, 3 KH, 4 LK, 5 MY, 6 PK, 7 IN, 8 PH."""

from .proposal import Proposal

PROVIDERS = (
    Proposal(
        "建议高校设立“数字教学助教”岗位，由受过培训的研究生协助教师设计混合课程，并把这项工作计入毕业实践学分，让新教师第一年就得到身边的支持和反馈。",
        type="capacity_building",
        target="4.3",
        author=1,
        why="新教师往往独自面对第一门在线课程。",
        language="zh-Hans",
    ),
    Proposal(
        "Reserve one day each month for lecturers to redesign a course together, with teaching hours reduced "
        "accordingly by the faculty.",
        type="capacity_building",
        target="4.3",
        author=2,
        mood="mixed",
        doubted_in="CN PK",
    ),
    Proposal(
        "Extend the self-assessment of blended learning to every public university in the region, and fund the "
        "follow-up plan that each one writes.",
        type="policy_practice",
        target="4.3",
        author=3,
        mood="loved",
        why="We did it at home: the plan that followed was worth more than the score.",
    ),
    Proposal(
        "Promotion committees should count a well-designed online course like a journal article, so that young "
        "lecturers lose nothing by teaching well.",
        type="policy_practice",
        target="4.3",
        author=4,
    ),
    Proposal(
        "Study which forms of assessment still measure learning when students may use any tool at home, beginning with "
        "engineering and nursing.",
        type="research",
        target="both",
        author=5,
        mood="loved",
    ),
    Proposal(
        "جامعات کو چاہیے کہ ملازمت پیشہ خواتین کے لیے شام کے آن لائن اوقات مقرر کریں اور امتحان کے دن بچوں کی نگہداشت "
        "کا انتظام بھی کریں۔",
        type="policy_practice",
        target="4.3",
        author=6,
        why="بہت سی خواتین صرف اوقات کی وجہ سے تعلیم چھوڑ دیتی ہیں۔",
        language="ur",
    ),
    Proposal(
        "Publish the expected outcomes of each blended programme in plain language, so that applicants and employers "
        "can compare what graduates can do.",
        type="policy_practice",
        target="4.4",
        author=7,
        mood="mixed",
        doubted_in="KH MY",
    ),
    Proposal(
        "Campus technicians in provincial colleges need a certified course on keeping low-cost networks alive, and a "
        "help line staffed by their peers.",
        type="capacity_building",
        target="4.4",
        author=8,
    ),
    Proposal(
        "Graduate students trained in course design should work beside new lecturers for a year, and earn practice "
        "credits towards their degree for it.",
        type="capacity_building",
        target="4.3",
        author=8,
        repeats=1,
    ),
    Proposal(
        "Replace final written examinations by portfolios in every blended degree within three years, so that students "
        "show work rather than memory.",
        type="policy_practice",
        target="both",
        author=2,
        mood="split",
        doubted_in="CN LK IN",
        why="An examination in a hall shuts out those who study on an island.",
    ),
    Proposal(
        "Twin each university that has run blended degrees for years with one that is starting, and let deans and "
        "programme heads visit in both directions.",
        type="network",
        target="4.3",
        author=5,
    ),
    Proposal(
        "Follow two thousand graduates of blended programmes for four years to learn whether part-time and rural "
        "students find better work.",
        type="research",
        target="4.4",
        author=7,
        mood="unsure",
        doubted_in="ID PH",
    ),
)
