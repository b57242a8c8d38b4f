"""Places named in Latin letters: Zhaosu county, Xi'an, Inner Mongolia.

Romanised names are short and share their letters with English words (Long'an, Line, Huma) and with each other, so a name must be
long enough, or written with a capital, or followed by what kind of place it is; one that fits several places is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise, product

from search.asked_known import Known, Named, settle

PROVINCES = {
    "北京市": "beijing peking", "天津市": "tianjin", "河北省": "hebei", "山西省": "shanxi", "内蒙古自治区": "innermongolia neimenggu neimongol",
    "辽宁省": "liaoning", "吉林省": "jilin", "黑龙江省": "heilongjiang", "上海市": "shanghai", "江苏省": "jiangsu", "浙江省": "zhejiang",
    "安徽省": "anhui", "福建省": "fujian", "江西省": "jiangxi", "山东省": "shandong", "河南省": "henan", "湖北省": "hubei", "湖南省": "hunan",
    "广东省": "guangdong", "广西壮族自治区": "guangxi", "海南省": "hainan", "重庆市": "chongqing chungking", "四川省": "sichuan szechuan",
    "贵州省": "guizhou", "云南省": "yunnan", "西藏自治区": "tibet xizang", "陕西省": "shaanxi", "甘肃省": "gansu", "青海省": "qinghai",
    "宁夏回族自治区": "ningxia", "新疆维吾尔自治区": "xinjiang sinkiang", "香港特别行政区": "hongkong", "澳门特别行政区": "macao macau",
    "台湾省": "taiwan",
}  # fmt: skip
"""How English writes the provinces; no other place is meant by these alone (Hainan prefecture, Jilin city)."""

_CUSTOMARY = {
    "伊犁哈萨克自治州": "ili yili", "乌鲁木齐市": "urumqi urumchi", "喀什地区": "kashgar kashi", "和田地区": "hotan khotan hetian", "吐鲁番市": "turpan turfan",
    "克拉玛依市": "karamay", "阿克苏地区": "aksu", "阿勒泰地区": "altay", "塔城地区": "tarbagatay", "哈密市": "hami kumul",
    "克孜勒苏柯尔克孜自治州": "kizilsu kezhou", "巴音郭楞蒙古自治州": "bayingolin", "博尔塔拉蒙古自治州": "bortala", "拉萨市": "lhasa", "日喀则市": "shigatse xigaze",
    "林芝市": "nyingchi", "昌都市": "chamdo qamdo", "那曲市": "nagqu", "阿里地区": "ngari", "山南市": "lhoka", "呼和浩特市": "hohhot huhehot", "包头市": "baotou",
    "鄂尔多斯市": "ordos", "呼伦贝尔市": "hulunbuir hulunbeier", "乌兰察布市": "ulanqab", "巴彦淖尔市": "bayannur", "锡林郭勒盟": "xilingol", "阿拉善盟": "alxa",
    "兴安盟": "hinggan", "哈尔滨市": "harbin", "齐齐哈尔市": "qiqihar", "果洛藏族自治州": "golog", "海西蒙古族藏族自治州": "haixi", "甘孜藏族自治州": "garze",
    "阿坝藏族羌族自治州": "ngawa aba", "迪庆藏族自治州": "shangrila deqen", "玉树藏族自治州": "gyegu",
}  # fmt: skip
"""Names in use that no rule of romanisation gives."""

_SECOND_READINGS = {
    "长": "chang", "朝": "chao zhao", "藏": "zang", "堡": "bu pu", "都": "du", "佛": "fo", "乐": "yue lao", "畜": "xu", "柏": "bo", "什": "shi", "圈": "juan",
    "重": "chong", "蚌": "beng", "勒": "le", "卡": "qia", "陂": "pi", "行": "hang", "绿": "lu", "茄": "qie", "枞": "zong", "六": "lu", "铅": "yan", "杉": "sha",
    "埔": "bu", "坻": "di", "莘": "xin", "厦": "xia", "阿": "e", "牟": "mu", "漯": "luo", "尉": "yu", "蔚": "yu", "浒": "xu", "泌": "bi", "番": "pan", "犍": "qian",
    "会": "kuai", "单": "shan", "荥": "ying", "台": "tai", "巷": "hang", "莎": "suo sha", "曲": "qu", "车": "che", "盛": "sheng", "石": "shi",
}  # fmt: skip
"""What characters with several readings may be in a place's name beside what they are alone."""

_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """
a ad age aid aim air aji al ala all am an and ande ane ani ant any are as at ate bad baidu bake balance ban bang bar base bat be bed
been beige being ben bin bite bone both bug bun but by can cane cause change china chine come cube dad damage dance danger date debate
decide den dense die dine do dog done dose down due dune ere even fade fan fang fee fen few fine fun gain game gang gap gate gender gene
go gone guanxi guide guiding gun had hand hang has have he hen her here hide him his home hone house how huge hukou human humane hung
hunger i image in is it lab lace lag lake lame land lane lange late law lean lease led legal leisure let lice licence line linen lone
long lunch made mailing main make male man manage mane mange manger mate me mean media men menu mine mixing mode more mouse mule my name
nan nine no none not note nude of old on one or our out page pan pane pay pen people pie pin pine plan police pun rang range rule run
same sane sang sauce sense sewage shade shading shaping share she side silence sing site so some song sue suite sun sung tail tailing
take tale tan tang tea tense the them then they tie time to tone tongue town tube tune under use village wage wake wan wang was we weibo
weixin were what when who why wine woman women xinfang yen you young
""",
    )
)
"""English words whose letters could be a name; beside those that are the names of real townships, the short ones that a name split in two may hold."""

_WORD = re.compile(r"[a-z]+(?:['-](?!s\b)[a-z]+)*")
_PEOPLES = "mongol|mongolian|kazakh|kazak|hui|uyghur|uygur|uighur|tibetan|kirgiz|kyrgyz|xibe|sibe|tajik|manchu|korean|zhuang|yi|miao|dong|tu|salar|tujia|yao|dai|ethnic"
_SUFFIX = re.compile(
    rf"\s(?:(?:{_PEOPLES})\s(?:and\s)?){{0,3}}(?:autonomous\s|special\sadministrative\s)?(province|municipality|region|prefecture|league|city|county"
    r"|banner|district|township|town|sub-?district|street|sumu)\b(?!-)"
)
_ENDS = {
    "province": (0, ""), "municipality": (0, "市"), "region": (None, "区"), "prefecture": (1, ""), "league": (1, "盟"), "city": (None, "市"),
    "county": (2, "县旗"), "banner": (2, "旗"), "district": (2, "区"), "township": (3, ""), "town": (3, "镇"), "subdistrict": (3, "道"), "street": (3, "道"),
    "sumu": (3, "木"),
}  # fmt: skip
"""What kind of place a word names: its level if it tells one, and how the Chinese name ends."""

_IN = re.compile(r"\b(?:in|of|from|across|within|throughout)\s(?:the\s)?$")
_OTHER_THING = re.compile(r"\s(?:experience|model|spirit|style|production\sand|news|university|road|river|time)\b")
_TOWNSHIP = 3
_LONGEST = 6
"""Words of a name: Ke zi le su zi zhi."""
_READINGS = 8
"""Readings of one name that are told apart at most."""


@cache
def _readings(char: str) -> tuple[str, ...]:
    """How a character may be written in Latin letters, ü as u."""
    from pypinyin import lazy_pinyin

    usual: str = lazy_pinyin(char)[0].lower().replace("v", "u")
    return tuple(dict.fromkeys((usual, *_SECOND_READINGS.get(char, "").split())))


def romanise(name: str) -> tuple[str, ...]:
    """The letters of a name, in each reading of its characters."""
    found: list[tuple[str, ...]] = []
    for syllables in product(*map(_readings, name)):
        found.append(syllables)
        if len(found) == _READINGS:
            break
    return tuple("".join(syllables) for syllables in found)


class Romanised:
    """The places of an index by their names in Latin letters."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._keys = _keys(known)

    def find(self, text: str, reading: str) -> tuple[Named, ...]:
        """Places named in a question; none at all where it names a province that the index does not have.

        Args:
            text: The question, whose capitals tell a name from a word.
            reading: The same, legible.
        """
        words = list(_WORD.finditer(reading))
        found: list[Named] = []
        place = 0
        while place < len(words):
            for length in range(min(_LONGEST, len(words) - place), 0, -1):
                window = words[place : place + length]
                if any(a.end() + 1 != b.start() for a, b in pairwise(window)):
                    continue
                key = _key("".join(word.group() for word in window))
                if key in _PROVINCE_KEYS and key not in self._keys and not _SUFFIX.match(reading, window[-1].end()):
                    return ()
                named = self._named(key, window, text, reading)
                if named:
                    found.append(named)
                    place += length
                    break
            else:
                place += 1
        return tuple(found)

    def _named(self, key: str, window: Sequence[re.Match[str]], text: str, reading: str) -> Named | None:
        fitting = self._keys.get(key, ())
        start, end = window[0].start(), window[-1].end()
        if not fitting or _OTHER_THING.match(reading, end):
            return None
        suffix = _SUFFIX.match(reading, end)
        capital = all(text[word.start()].isupper() for word in window)
        english = any(word.group() in _ENGLISH for word in window) and key not in _PROVINCE_KEYS
        if suffix:
            depth, ending = _ENDS[suffix.group(1).replace("-", "")]
            fitting = tuple(
                known for known in fitting if depth in {None, known.depth} and (not ending or known.name[-1] in ending)
            )
            if english and not capital:
                return None
            end = suffix.end()
        else:
            within = _IN.search(reading, 0, start) is not None
            fitting = tuple(known for known in fitting if _alone(key, known))
            if english and (len(window) > 1 or not (capital and within)):
                return None
            only_townships = not (capital or within) and all(known.depth == _TOWNSHIP for known in fitting)
            if only_townships or len(key) < 4 + (not capital) - within:
                return None
        settled = settle(fitting)
        return Named(start, end, *settled) if settled else None


def _alone(key: str, known: Known) -> bool:
    """Whether a place may be meant by its name alone: a province by its own, others by no province's and by more than one syllable."""
    if key in _PROVINCE_KEYS:
        return known.depth == 0
    return len(known.name) > 2 or key in {_key(letters) for letters in romanise(known.name)}


def _key(letters: str) -> str:
    letters = re.sub("['-]", "", letters).replace("v", "u")
    return re.sub("([ln])yu", r"\1u", letters)


_PROVINCE_KEYS = {_key(way): name for name, ways in PROVINCES.items() for way in ways.split()}


def _keys(known: Sequence[Known]) -> Mapping[str, tuple[Known, ...]]:
    """Letters → the places so written: customary names, and the readings of full and short ones."""
    keys: dict[str, dict[Known, None]] = {}
    for place in known:
        if place.name in PROVINCES:
            ways = {_key(way) for way in PROVINCES[place.name].split()}
        else:
            # 卡乡 has no short form, but "Ka township" names it.
            stems = {*place.forms, place.name[:-1]} - {""}
            ways = {letters for stem in stems for letters in romanise(stem)}
            ways |= {_key(way) for way in _CUSTOMARY.get(place.name, "").split()}
        for way in ways:
            keys.setdefault(way, {})[place] = None
    return {key: tuple(places) for key, places in keys.items()}
