"""Whatever encoding a small list was once opened in and saved from: its letters are right, or it is refused."""

import itertools

import pytest

from telebatch.model.errors import InputRefused
from telebatch.read import read
from telebatch.read.letters.damage import damage
from tests.read.reading import WORDS, cells, options, read_one

LISTS = {
    "ko": [
        ("한빛학원", "김민준", "원장", "서울특별시 강남구 테헤란로 12"),
        ("가온교육", "이서연", "대표이사", "부산광역시 해운대구 센텀로 3"),
        ("다솜어학원", "박도윤", "부원장", "대구광역시 수성구 달구벌대로 9"),
    ],
    "ja": [
        ("株式会社山田商店", "田中太郎", "代表取締役", "東京都千代田区丸の内1-2"),
        ("さくら学園", "鈴木花子", "園長", "神奈川県横浜市中区本町3"),
        ("スズキ工業", "佐藤健", "部長", "大阪府大阪市北区梅田4"),
    ],
    "zh": [
        ("北京华信科技有限公司", "王小明", "总经理", "北京市海淀区中关村大街1号"),
        ("上海东方贸易有限公司", "李娜", "采购经理", "上海市浦东新区世纪大道8号"),
        ("深圳创新电子", "张伟", "董事长", "深圳市南山区科技园"),
    ],
    "tw": [
        ("台北華信科技股份有限公司", "王小明", "總經理", "台北市大安區復興南路一段"),
        ("高雄東方貿易", "李淑芬", "採購經理", "高雄市前鎮區成功二路"),
        ("臺中創新電子", "張偉", "董事長", "臺中市西屯區臺灣大道"),
    ],
    "de": [
        ("Müller GmbH", "Jürgen Größe", "Geschäftsführer", "Königstraße 5"),
        ("Bäckerei Schröder", "Jörg Weiß", "Inhaber", "Münchner Straße 7"),
        ("Löwen AG", "Käthe Öztürk", "Prokuristin", "Düsseldorfer Straße 1"),
    ],
    "fr": [
        ("Café Élysée", "André Lefèvre", "Gérant", "Rue de la République"),
        ("Hôtel Côte", "François Dupré", "Président", "Allée des Érables"),
        ("Forêt SA", "Hélène Bézier", "Directrice générale", "Boulevard Périphérique"),
    ],
    "ru": [
        ("ООО Ромашка", "Иван Петров", "Директор", "Тверская ул. 1"),
        ("ЗАО Восход", "Анна Смирнова", "Бухгалтер", "Невский пр. 2"),
        ("Завод Прогресс", "Олег Кузнецов", "Начальник", "Ленина 3"),
    ],
}
OWN = {
    "ko": ("utf-8", "cp949"), "ja": ("utf-8", "cp932", "euc_jp"), "zh": ("utf-8", "gb18030"), "tw": ("utf-8", "big5"),
    "de": ("utf-8", "cp1252"), "fr": ("utf-8", "cp1252"), "ru": ("utf-8", "cp1251"),
}  # fmt: skip
OPENED_AS = ("cp949", "latin-1", "cp1252", "cp932", "gbk", "gb18030", "big5", "cp1251", "euc_jp", "utf-8")


def spoilt(text, own):
    """(how, bytes) of every way to open a file wrongly and to save it again; lost letters become � or end the attempt."""
    raw = text.encode(own)
    for opened_as, errors in itertools.product(OPENED_AS, ("strict", "replace")):
        try:
            opened = raw.decode(opened_as, errors)
        except UnicodeDecodeError:
            continue
        for saved_as in {"utf-8", opened_as}:
            try:
                saved = opened.encode(saved_as)
            except UnicodeEncodeError:
                continue
            if opened != text and saved != raw:
                yield f"{own} opened as {opened_as} ({errors}), saved as {saved_as}", saved


@pytest.mark.parametrize("language", LISTS)
def test_a_list_spoilt_by_a_wrong_encoding_is_right_or_refused(tmp_path, language):
    kept = {}
    for own in OWN[language]:
        lines = [",".join((*row, "010-1234-5678")) for row in LISTS[language] * 2]
        for how, saved in spoilt("\n".join(["company,person,title,address,phone", *lines, ""]), own):
            path = tmp_path / "list.csv"
            path.write_bytes(saved)
            try:
                (reading,) = read(path, options())
            except InputRefused:
                continue
            cells = reading.records.collect().row(0)[2:-1]
            if cells != LISTS[language][0]:
                kept[how] = cells
    assert kept == {}


SOUND = {
    "Polish": "Łódź Kraków Wrocław Świętokrzyska Grzegorz Brzęczyszczykiewicz Spółka Dąbrowska Księgowość Właściciel",
    "Czech": "Příliš žluťoučký kůň Dvořák Šárka Černý náměstí Ředitel společnost Plzeň Třebíč Živnostník",
    "Turkish": "İstanbul Şişli Çağlayan Mühendislik Öğretmen Gökhan Yıldız Şirketi Müdür Çalışkan Ünlü Işık",
    "Vietnamese": "Công ty Trách nhiệm Hữu hạn Nguyễn Văn Đức Giám đốc Trần Thị Hương Thành phố Hồ Chí Minh Kế toán",
    "Greek": "Αθήνα Θεσσαλονίκη Γιώργος Παπαδόπουλος Διευθυντής Εταιρεία Ελλάδα ΑΕ Μαρία",
    "Thai, Arabic, Hebrew": "บริษัท สมชาย ผู้จัดการ กรุงเทพมหานคร شركة محمد المدير العام الرياض חברה דוד מנהל תל אביב",
    "Hindi": "कंपनी राजेश प्रबंधक दिल्ली मुंबई",
    "Ukrainian": "Київ Львів Ігор Шевченко Директор Товариство Її Ґрунт Олексій Підприємство Їжак",
    "half-width kana": "ｶﾌﾞｼｷｶﾞｲｼｬ ﾔﾏﾀﾞｼｮｳﾃﾝ ﾀﾅｶﾀﾛｳ ｶﾁｮｳ ｽｽﾞｷﾊﾅｺ ﾌﾞﾁｮｳ ｻﾄｳｹﾝ ﾄｳｷｮｳﾄﾁﾖﾀﾞｸ",
    "rare Chinese names": "龔鑫淼 翟羿彤 覃昱翀 欒奕琛 佘蔚 笪燁",
    "Taiwanese names": "陳韻如 鴻海精密工業股份有限公司 廖珮妤 彭婕妤 資訊部副理 簡睿騏",
    "rare Hangul": "쀍뷁똠방각하 햏햏 펲시콜라 샾 뷁 쏼라쏼라",
    "capitals": "MÜLLER GMBH JÜRGEN GRÖSSE KÖLN STRASSE ÉCOLE ÅNGSTRÖM",
    "signs": "Kim\u00a0Lee • – — “x” ™ © ® € £ … ‘a’ ½ °C ─── ÷ § ¶ ① ② ③ ㈜ ㎡ ℡ 📞 ☎ ★ ♥ →",
    "full width": "ＩＮＩＮ－ＯＵＴＢＯＵＮＤ ２０２６ ＣＥＯ ＡＢＣ（株）",
}


@pytest.mark.parametrize("name", SOUND)
def test_no_sound_text_is_taken_for_a_spoilt_one(name):
    assert damage("\n".join(SOUND[name].split()), WORDS) is None


HEADINGS = {"ko": "회사,담당,직책,전화", "ja": "会社名,担当者,役職,電話番号", "zh": "公司,联系人,职位,电话"}
PEOPLE = {"ko": "홍길동,총무팀장", "ja": "斎藤隆,代表取締役", "zh": "王小明,总经理"}
#: Words that companies are called by, written in letters that are seldom met elsewhere.
ODD = {
    "ko": "잘못 잇츠 튼튼 씽씽 쑥쑥 꿀벌 쇼핑몰 겹겹 텃밭 튤립 뽁뽁 훨훨 뿔 쭈꾸미",
    "ja": "鰻屋 鮨処 醤油蔵 饅頭屋 牡蠣小屋 陶芸 鍛冶屋 螺子製作所",
    "zh": "鑫淼 鲲鹏 馄饨 榴莲 麒麟 饕餮 轴承 璟睿",
}
CALLED = [(language, odd) for language, words in ODD.items() for odd in words.split()]


@pytest.mark.parametrize("known", [True, False], ids=["own headings", "English headings"])
@pytest.mark.parametrize(("language", "odd"), CALLED)
def test_a_word_in_rare_letters_on_every_row_destroys_no_list(tmp_path, language, odd, known):
    head = HEADINGS[language] if known else "company,contact,title,phone"
    rows = [f"{odd}{at},{PEOPLE[language]},02-777-10{at:02}" for at in range(20)]
    for encoding in OWN[language]:
        reading = read_one(tmp_path, "\n".join([head, *rows, ""]).encode(encoding))
        assert [",".join(row) for row in cells(reading)] == rows


def test_many_odd_names_under_known_headings_destroy_no_list(tmp_path):
    rows = [f"{odd},홍길동,총무팀장,02-777-1000" for odd in ODD["ko"].split()]
    reading = read_one(tmp_path, "\n".join([HEADINGS["ko"], *rows, ""]).encode("cp949"))
    assert len(cells(reading)) == len(rows)


def test_known_headings_over_destroyed_rows_do_not_save_a_list(tmp_path):
    rows = "\n".join(",".join(row) for row in LISTS["ja"] * 3).encode("euc_jp").decode("cp949", "replace")
    with pytest.raises(InputRefused, match="letters are destroyed"):
        read_one(tmp_path, f"회사,담당,직책,주소\n{rows}\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_remedy_for_letters_that_look_destroyed_takes_the_list_and_says_so(tmp_path, encoding):
    spoilt = "\n".join(["company,person,title,address", *map(",".join, LISTS["ja"] * 3), ""]).encode("euc_jp")
    content = spoilt.decode("cp949", "replace").replace("\ufffd", "").encode(encoding)
    with pytest.raises(InputRefused) as refused:
        read_one(tmp_path, content)
    named = str(refused.value).partition("--encoding ")[2]
    reading = read_one(tmp_path, content, encoding=named)
    assert reading.record_count == 9
    assert any("look destroyed" in guess for guess in reading.guesses)
