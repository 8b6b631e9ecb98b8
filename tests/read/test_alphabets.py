"""Alphabets: lists of any language are read in their own encoding of one byte a letter, and doubt is said."""

import pytest

from tests.read.reading import cells, read_one

#: Company, name and street of each language, as lists have them.
LISTS = {
    "Polish": (
        "Spółka Złoty Łan,Świętosław Brzęczyszczykiewicz,ul. Długa",
        "Księgowość Wróbel,Żaneta Gałązka,Łódź",
        "Ośrodek Źródło,Michał Wąsik,Święty Krzyż",
    ),
    "Czech": (
        "Dvořák a synové,Jiří Černý,Třebíč",
        "Kovář s.r.o.,Věra Kučerová,Plzeň",
        "Šťastný,Božena Říhová,Hřbitovní",
    ),
    "Hungarian": (
        "Győri Sütőipar Kft.,Kovács Erzsébet,Petőfi út",
        "Építő Zrt.,Szűcs Gergő,Dózsa György körút",
        "Hűtő Bt.,Vörös Ödön,Kőbánya",
    ),
    "Turkish": (
        "Işık Şirketi,Gökhan Yıldız,Çağlayan",
        "Doğuş İnşaat,Ayşe Öztürk,Şişli",
        "Güneş Ltd,İbrahim Çalışkan,Beşiktaş",
    ),
    "Greek": (
        "Αφοί Παπαδόπουλοι ΑΕ,Γιώργος Νικολάου,Αθήνα",
        "Ελληνική Εταιρεία,Μαρία Ιωάννου,Θεσσαλονίκη",
        "Κτηματική,Δημήτρης Αλεξίου,Πάτρα",
    ),
    "German": (
        "Müller GmbH,Jörg Groß,Königstraße",
        "Bäckerei Weiß,Käthe Böhm,Düsseldorfer Straße",
        "Lübeck AG,Günther Kühn,Münchner Weg",
    ),
    "French": (
        "Café Élysée,André Lefèvre,Rue de la République",
        "Hôtel Côte,François Dupré,Allée des Érables",
        "Forêt SA,Hélène Bézier,Boulevard Périphérique",
    ),
    "Russian": ("ООО Ромашка,Иван Петров,Тверская", "ЗАО Восход,Анна Смирнова,Невский", "Завод,Олег Кузнецов,Ленина"),
    "Lithuanian": (
        "Žalgirio įmonė,Jūratė Šimkutė,Gedimino gatvė",
        "Ąžuolas UAB,Rūta Žukauskienė,Šiauliai",
        "Vėjas,Česlovas Urbšys,Panevėžys",
    ),
    "Icelandic": ("Þór ehf,Guðrún Sigurðardóttir,Hafnarfjörður", "Ísbjörn,Þorsteinn Æsir,Reykjavík"),
}
OWN = [
    ("Polish", "cp1250"), ("Czech", "cp1250"), ("Hungarian", "cp1250"), ("Turkish", "cp1254"), ("Greek", "cp1253"),
    ("German", "mac_roman"), ("French", "mac_roman"), ("Lithuanian", "cp1257"), ("Polish", "iso8859_2"),
    ("Polish", "cp852"), ("Russian", "koi8_r"), ("Russian", "cp866"),
    ("German", "cp1252"), ("French", "cp1252"), ("Icelandic", "cp1252"), ("Russian", "cp1251"),
]  # fmt: skip


def content(language, encoding, times=3):
    rows = [f"{row},+49 30 12345{at}" for at, row in enumerate(LISTS[language] * times)]
    return "\n".join(["company,person,address,phone", *rows, ""]).encode(encoding)


@pytest.mark.parametrize(("language", "encoding"), OWN)
def test_letters_of_every_language_are_read_as_they_were_written(tmp_path, language, encoding):
    reading = read_one(tmp_path, content(language, encoding))
    assert [",".join(row[:-1]) for row in cells(reading)] == list(LISTS[language] * 3)
    (told,) = (guess for guess in reading.guesses if guess.startswith("encoding "))
    assert told.startswith(f"encoding {encoding}: its letters are the most plausible")


def test_a_list_of_many_western_languages_is_that_of_western_europe(tmp_path):
    rows = [row for name in ("German", "French", "Icelandic") for row in LISTS[name]]
    text = "\n".join(["company,person,address", *rows, "Señor Muñoz,Peña,São Paulo", ""])
    assert read_one(tmp_path, text.encode("cp1252")).encoding == "cp1252"


def test_few_letters_leave_a_doubt_that_names_the_way_out(tmp_path):
    few = read_one(tmp_path, "name,phone\nDvořák,1\nJiří,2\n".encode("cp1250"))
    assert any("few letters tell" in guess and "--encoding" in guess for guess in few.guesses)
    assert not any("few letters tell" in guess for guess in read_one(tmp_path, content("German", "cp1252")).guesses)


def test_a_stray_byte_makes_no_other_encoding(tmp_path):
    reading = read_one(tmp_path, content("French", "cp1252", 20) + b"\x81,a,b,1\n")
    assert (reading.encoding, reading.set_aside.height) == ("cp1252", 1)
