"""Everyday letters: which signs are names, companies, places and titles of our languages mostly written with?

Not a list of what may stand in a text: a sound one is written with these for the most part, one that was opened in a
wrong encoding hardly, whatever the two encodings are.
"""

from __future__ import annotations

import re
from typing import Final

# Source: the letters met most in the titles and headings shipped here and in libphonenumber's place names, with those
# of the most common family and given names, legal forms and parts of addresses.
HAN: Final = frozenset(
    "一丁七万三上下不与专丘业东中临丸丹主丽义乌乐乔九乡书事于云井亚亞交产京亳人什仁介仓他付仙代件任份企伊休伙会伟传伦"
    "伯位住佐体何余佛作佳侗供依侯係俄俊保信倩偉停健傅傈備傣僳元充先克党入內全八公六兰共关兴其兼内冈再军冯凉出分列刘则"
    "刚创別利别到刻前副創劉力办加务助勇勒動務勤包化北区医區十华单南博卡卢卫印厂原厦县及双发取受变口古可台史叶号司合吉"
    "同名后吐向吕否吳吴呂告员周呼和咨咲咸品哈員哥唐售商問喀善單営嘉嘴四回团団园固国國園團土圣在圭地圳场址坂坊坐坝坦埃"
    "城域埠執基堂堰報場塔塞塾壁士壮売处备変夏外多大天太头女始姓委姚姜威娄娜娟婷媒子孔字孙孜孝孟学孫學宁宅宇守安宋宏官"
    "定宜宝实客宣室宮家容宾宿密察實対封専專小尔尹尼尾局层属層屬山岗岛岡岩岭岳峡峪峰島崇崎崔川州巢工左已巴巷市布师師席"
    "帯常平幸广広庄庆库应底店府度座庫康廊廖廠廣延建开弄式引张張强当录彝彦彭彰役待後徐従德徽志応忠忻怀态怒怡总恩息恵情"
    "惠意感態慧成戴戶户戸房所手打托执扬承技投折抚担拉拒拨括拿授掖採接控推提換揭携摩攀支收政敏教数文斎料断斯新方施族无"
    "日时昆昌明易春昭是時晋晓普景智曉曲更書曹曼曾最會有服朔朝期木未本术朱机李材村杜来杨杭杰東松板林果枝枣架查柯柳査树"
    "校株格桂桃案梁梅梓梧械森楊楚楞業楼榆様樊樓模樹橋機櫃次欣欧止正武段比毕毛氏民水永求汉汕江池汤汪汾沂沈沙沢沧河治況"
    "泉法波注泰泸泽洋洛津洱洲派流济浙浜浩浮海消涛涵淄淑淖淮深清済渡温渭港湖湘湛源溪滁滨漯漳潍潘潭潮澳濮烏烟無焦然照熊"
    "營爾版牙牡物特犁状狀玉王玛玲珍珠班現理琳瑞瓜瓦甘生產産用田由申电町画界留略番疆病療発登發白百皇益盐监盘盟監盧目直"
    "省眉看真石码研确確碼磊社福离秀科秒秘秦称程稱究窓立第等管箱築米系約紅納級索紹組経結絡統經維総線締編縣總红约级纳线"
    "绍经结络绝绥维绵综编罗羅羌美群翔老考者聊职联聖聯職肃肇股肥育胡自臺與舟般色艳节芜芝芦花芳苏苗英茂范荆药荷莆莞莱莹"
    "菏菜華萍营萧萨葉董葫蒋蒙蔡蔣蕭薛薩薬藏藤藥蘇蘭處號蚌行術街衛衡衢衣表袁裁裕製襄西要規规訂計訊記訪設許註証詢話誉認"
    "誠課調諮諸謝警護计订认讯记许设访话询谢谭谷負財販責買貿資賈質購贝负贡财责购贵贸贺贾资赖赣赤赵超趙跟路軍軒転輝輸轩"
    "转辉输辦边辺辽达迁运近返进远连迪退送通造連進遂運道達遠遣遵邓邢那邮邯邱邵邹郎郑郝部郭郴郵郸都鄂鄉鄧鄭配酒醫采里重"
    "野量金鈴銀銷錢録鍾鎮钟钦钱铁铜银销锡锦镇長长門開間闆门问间阎阜防阳阿陆陇陈限陕院险陳陵陸陽隆随險雄雅集離雨雪雷電"
    "霞青靖静靜非鞍韓韩音韶項領頭額顧顶项顺顾预颇颖额食館饶首馬馮马驻高魏鲁鲜鸡鸭鹤鹰鹿麗黃黄黎黑黔齐龍龙龚"
)
HANGUL: Final = frozenset(
    "가각간감강개객거건결경계고공과곽관괄광교구국군권그근금기길김나난날남내노누는니님다단달담답당대더데도동된됨두드등"
    "디라락람랑래레로록롬료루류률르를름리린마만말망매맨맹메면명모목무문물미민바박반받발방배백번법변별병보본부북분불브"
    "비빈빛사산상새생서석선설성세센소속손솔송수숙스시식신실심아악안않알액약양어엄업없에여역연염영예오옥온완왕외요용우"
    "운울원위유육윤율은을음읍의이인일임입있자작장재저전절점접정제젝조종주준중지직진짐집짜차참채책처천철청체초총최추충"
    "취층치카컨케코콜크키타탁태택터토통퇴트특팀팅파판평포폰표품프하학한함합해행향허험현혜호홍화확환황회획후휴희"
)
_KANA: Final = re.compile("[ぁ-ゖァ-ヺーゝゞヽヾ々〆]")
#: Scripts with small letters and capitals, one word each; and scripts that no encoding looked for here has.
_CASED: Final = re.compile("[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]+|[Ͱ-Ͽἀ-῿]+|[Ѐ-ӿ]+")
_OTHERS: Final = re.compile("[\u0300-\u036f\u0530-\u10ff]")
_WORD: Final = re.compile(r"[^\W\d_]+|[^\x00-\x7f]")


def everyday_letters(text: str, *, counts_signs: bool = False) -> tuple[int, int]:
    """How many of the letters beyond ASCII are everyday ones, and how many there are; lost ones (\ufffd) count too.

    Args:
      counts_signs: Signs count as letters that nobody writes, and so do alphabetic words of one letter or two.
    """
    common = whole = 0
    for word in _WORD.findall(text):
        told = [letter for letter in word if letter > "\x7f" and (counts_signs or _is_letter(letter))]
        whole += len(told)
        if told and _is_alphabetic(word):
            common += len(told) if len(word) > 2 or not counts_signs else 0
        else:
            common += sum(map(_is_everyday, told))
    return common, whole


def _is_letter(letter: str) -> bool:
    """A letter, a lost one, or one that has no meaning anywhere; letters of full width are ASCII in disguise."""
    return (letter.isalpha() and not "！" <= letter <= "～") or letter == "\ufffd" or not letter.isprintable()


def _is_alphabetic(word: str) -> bool:
    """A word of one script as it is written: small letters behind one capital or none, or capitals alone."""
    is_written = word in {word.lower(), word.upper(), word.capitalize()}
    return is_written and bool(_CASED.fullmatch(word)) and (word.isupper() or bool(re.search("[A-Za-zͰ-ӿ]", word)))


def _is_everyday(letter: str) -> bool:
    return letter in HAN or letter in HANGUL or bool(_KANA.match(letter) or _OTHERS.match(letter))
