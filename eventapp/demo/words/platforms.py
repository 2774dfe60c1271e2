"""Level b, enablers and platforms. The room: 1 LK, 2 VN, 3 MN, 4 TH, 5 MY, 6 KH, 7 ID, 8 BD."""

from .proposal import Proposal

PLATFORMS = (
    Proposal(
        "Link the national MOOC platforms through one open catalogue, so that a learner in Colombo can find and start "
        "a course made in Ulaanbaatar.",
        type="network",
        target="both",
        author=1,
        mood="loved",
        why="The courses exist already. What is missing is a place where all of them can be found.",
    ),
    Proposal(
        "Các nền tảng quốc gia nên cho phép tải bài giảng về để học ngoại tuyến, giúp sinh viên vùng núi và hải đảo "
        "theo kịp lớp khi mạng yếu.",
        type="policy_practice",
        target="4.3",
        author=2,
        why="Nhiều sinh viên của chúng tôi chỉ có mạng khi xuống thị trấn.",
        language="vi",
    ),
    Proposal(
        "Small platforms should share one pool of translators and subtitlers, paid by the region, to bring good "
        "courses to speakers of less used languages.",
        type="network",
        target="4.3",
        author=3,
    ),
    Proposal(
        "Host mirror servers inside each country's university network, because students on slow international links "
        "give up before the video starts.",
        type="policy_practice",
        target="4.3",
        author=4,
        mood="mixed",
        doubted_in="MY ID",
    ),
    Proposal(
        "Measure across eight countries why learners leave national platforms in the first two weeks, and share the "
        "raw results with course designers.",
        type="research",
        target="both",
        author=5,
    ),
    Proposal(
        "Teach local platform teams to run and repair their own systems through half-year exchanges between engineers "
        "of neighbouring countries.",
        type="capacity_building",
        target="4.4",
        author=6,
        mood="loved",
    ),
    Proposal(
        "Ministries should pay only for platforms whose source code is open, so that any public university may adapt "
        "them without asking a vendor.",
        type="policy_practice",
        target="other",
        author=7,
        mood="split",
        doubted_in="VN MY TH",
        why="We have paid three times for the same functions.",
    ),
    Proposal(
        "প্রতিটি জাতীয় প্ল্যাটফর্মে মোবাইল ফোনের উপযোগী হালকা সংস্করণ থাকা উচিত, যাতে গ্রামের শিক্ষার্থীরা কম খরচের "
        "ইন্টারনেটেও কোর্স শেষ করতে পারে।",
        type="policy_practice",
        target="both",
        author=8,
        language="bn",
    ),
    Proposal(
        "A shared, openly licensed directory of all courses in the region would let students discover teaching from "
        "countries where they never thought to search.",
        type="network",
        target="both",
        author=5,
        repeats=1,
    ),
    Proposal(
        "ජාතික වේදිකාවල පාඨමාලා සිංහල සහ දෙමළ භාෂාවලින් ද ලබා දිය යුතුය. එවිට ග්‍රාමීය සිසුන්ට තම මව් බසින් ඉගෙන ගත "
        "හැකිය. ඒ සඳහා ගුරුවරුන්ට ද සහාය අවශ්‍යයි.",
        type="capacity_building",
        target="4.3",
        author=1,
        mood="unsure",
        language="si",
    ),
    Proposal(
        "Lectures that can be saved on a phone and watched without a connection are what students in highland and "
        "island districts need first.",
        type="policy_practice",
        target="4.3",
        author=7,
        repeats=2,
    ),
    Proposal(
        "Test every public platform with blind and deaf students before launch, and publish which barriers were found "
        "and when each was removed.",
        type="research",
        target="4.3",
        author=4,
        mood="loved",
    ),
)
