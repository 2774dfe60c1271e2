"""Level a, policy measures. The room: 1 CN, 2 KH, 3 CN, 4 TH, 5 LK, 6 CN, 7 TH, 8 FJ."""

from .proposal import Proposal

POLICY = (
    Proposal(
        "Give universities one national rule for recognising credits earned in MOOCs, so that students who move are "
        "not examined twice on the same course.",
        type="policy_practice",
        target="4.3",
        author=1,
        why="Every faculty decides alone today, and nobody can tell a student beforehand what will count.",
    ),
    Proposal(
        "A yearly survey of devices, data costs and bandwidth among first-year students should guide ministries when "
        "they decide where to subsidise access.",
        type="research",
        target="4.3",
        author=2,
        mood="loved",
    ),
    Proposal(
        "建议教育部门建立区域共享的在线教学数据标准，让各国高校用同一套指标监测学习成效，并每年向公众和政策制定者公布分性别、分城乡的结果，"
        "以便及时调整投入。",
        type="research",
        target="4.3",
        author=3,
        mood="partial",
        doubted_in="KH LK FJ",
        why="没有可比的数据，就看不出哪些地区的学生被落下。",
        language="zh-Hans",
    ),
    Proposal(
        "Train planning officers in ministries of education to read learning data, in six-week courses taught jointly "
        "by statisticians and teachers.",
        type="capacity_building",
        target="4.3",
        author=4,
        mood="loved",
    ),
    Proposal(
        "Before any new platform is bought, public universities should publish a short equity statement that says "
        "which learners it may leave out.",
        type="policy_practice",
        target="both",
        author=5,
        mood="mixed",
        doubted_in="CN",
    ),
    Proposal(
        "Tie five per cent of the national grant for each university to evidence that its online courses help "
        "disadvantaged students to finish.",
        type="policy_practice",
        target="4.3",
        author=6,
        mood="split",
        doubted_in="KH LK FJ",
        why="Money follows enrolment now, and nobody is paid for those who stay.",
    ),
    Proposal(
        "ขอให้กระทรวงจัดตั้งกองทุนอินเทอร์เน็ตสำหรับนักศึกษาในพื้นที่ห่างไกล โดยจ่ายค่าอินเทอร์เน็ตรายเดือนตลอดภาคการศึกษาที่เรียนออนไลน์",
        type="policy_practice",
        target="4.3",
        author=7,
        language="th",
    ),
    Proposal(
        "Small island states need a shared policy unit that drafts digital learning strategies for ministries too "
        "small to employ specialists of their own.",
        type="network",
        target="other",
        author=8,
        mood="unsure",
        doubted_in="CN",
    ),
    Proposal(
        "Credits from online courses ought to count everywhere in a country: a single framework would spare students "
        "who change university from repeating tests.",
        type="policy_practice",
        target="4.3",
        author=2,
        repeats=1,
    ),
    Proposal(
        "Compare, over five years and in at least ten countries, which MOOC policies have in fact widened access for "
        "women and for rural youth.",
        type="research",
        target="both",
        author=5,
    ),
    Proposal(
        "Review quality-assurance standards every three years together with students, because rules written for "
        "classrooms do not fit blended degrees.",
        type="policy_practice",
        target="4.3",
        author=3,
        mood="mixed",
        doubted_in="LK TH",
    ),
    Proposal(
        "Protect students' data by law: governments should forbid universities and vendors to sell what learners "
        "click, watch and write.",
        type="policy_practice",
        target="other",
        author=8,
        mood="loved",
        why="Trust is lost once, and whoever has the least choice of provider loses the most.",
    ),
)
