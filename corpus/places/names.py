"""How people shorten the names of places: 新疆 for 新疆维吾尔自治区, 克州, 察汗乌苏乡 for 察汗乌苏蒙古族乡.

Reports rarely write an ethnic township or prefecture in full twice, and sources disagree on how to write it (…蒙古族乡
and …蒙古民族乡 are one place). All rules on names alone live here; which places exist is the gazetteer's matter.
"""

from __future__ import annotations

import re

from corpus.report import Level

PROVINCE_FORMS = {
    "内蒙古自治区": ("内蒙古",),
    "广西壮族自治区": ("广西", "广西自治区"),
    "西藏自治区": ("西藏",),
    "宁夏回族自治区": ("宁夏", "宁夏自治区"),
    "新疆维吾尔自治区": ("新疆", "新疆自治区"),
}
"""Regions whose short name no rule gives."""

PREFECTURE_FORMS = {
    "克孜勒苏柯尔克孜自治州": ("克州",),
    "博尔塔拉蒙古自治州": ("博州",),
    "巴音郭楞蒙古自治州": ("巴州",),
    "锡林郭勒盟": ("锡盟",),
    "阿拉善盟": ("阿盟",),
}
"""Abbreviations in official use that drop part of the stem; those shared by two prefectures are left out."""

COUNTY_FORMS = {
    "科尔沁右翼前旗": ("科右前旗",),
    "科尔沁右翼中旗": ("科右中旗",),
    "科尔沁左翼中旗": ("科左中旗",),
    "科尔沁左翼后旗": ("科左后旗",),
    "察哈尔右翼前旗": ("察右前旗",),
    "察哈尔右翼中旗": ("察右中旗",),
    "察哈尔右翼后旗": ("察右后旗",),
    "鄂托克前旗": ("鄂前旗",),
    "乌拉特前旗": ("乌前旗",),
    "乌拉特中旗": ("乌中旗",),
    "乌拉特后旗": ("乌后旗",),
    "东乌珠穆沁旗": ("东乌旗",),
    "西乌珠穆沁旗": ("西乌旗",),
    "新巴尔虎左旗": ("新左旗",),
    "新巴尔虎右旗": ("新右旗",),
    "达尔罕茂明安联合旗": ("达茂旗",),
    "土默特左旗": ("土左旗",),
    "土默特右旗": ("土右旗",),
    "克什克腾旗": ("克旗",),
    "伊金霍洛旗": ("伊旗",),
    "准格尔旗": ("准旗",),
    "阿拉善左旗": ("阿左旗",),
    "阿拉善右旗": ("阿右旗",),
    "莫力达瓦达斡尔族自治旗": ("莫旗",),
    "塔什库尔干塔吉克自治县": ("塔县",),
    "察布查尔锡伯自治县": ("察县",),
    "和布克赛尔蒙古自治县": ("和丰县",),
}
"""Abbreviations of banners and counties in official use that no rule gives."""

ABBREVIATIONS = frozenset(form for forms in (PREFECTURE_FORMS | COUNTY_FORMS).values() for form in forms)

ORDINARY_STEMS = frozenset(
    re.findall(
        "..",
        "海港化德昌乐镇平通道资源普定互助民丰大名无极长子静乐保德方正望花静安法库无为比如将乐金门成武石棉南部天涯延长威信双清点军"
        "朝天天全和政政和从化进贤市南市北中站道里道外老边西工铁力建德平利正定昭化喜德神池得荣公安平安安定合作长治开放和平安康建设"
        "法治",
    )
)
"""Stems of counties that are ordinary words: alone they name no place."""

ZONE_SUFFIXES = ("开发区", "园区", "示范区", "管理区", "新区", "度假区", "风景区", "高新区", "经开区")
"""Ends of the names of areas that a committee governs (管委会) like a township or a county."""

_LONG_PEOPLES = (
    "蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|高山|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|"
    "锡伯|阿昌|普米|塔吉克|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
_SHORT_PEOPLES = "回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|京|各|多"
_PEOPLES = re.compile(rf"^(..+?)(?:(?:{_LONG_PEOPLES})(?:民族|族)?|(?:{_SHORT_PEOPLES})(?:民族|族))+$")
_CORPS = re.compile(r"^(?:新疆)?(?:生产建设)?兵团(?:农?第?[一二三四五六七八九十]+师)?(.{2,}?)(?:分部)?$")
_DIGITS = "零一二三四五六七八九"


def without_peoples(base: str) -> str:
    """Drop the peoples at the end of a name: 伊犁哈萨克 → 伊犁, 大通回族土族 → 大通; never all of it."""
    found = _PEOPLES.match(base)
    return found.group(1) if found else base


def short_forms(name: str, level: Level) -> tuple[str, ...]:
    """Other ways to write the full name of a place of this level, each of at least two characters."""
    if len(name) < 2:
        return ()
    if level is Level.TOWNSHIP and name[-1] in "乡镇" and name[-2] != "族" and "兵团" not in name:
        # Two thirds of all names: their one rule comes first because loading waits for it.
        return (name[:-1],) if len(name) > 2 else ()
    if level is Level.PROVINCE:
        forms = PROVINCE_FORMS.get(name) or (name[:-1],)
    elif level is Level.PREFECTURE:
        forms = _prefecture_forms(name)
    elif level is Level.COUNTY:
        forms = _county_forms(name)
    else:
        forms = _township_forms(name)
    return tuple(form for form in dict.fromkeys(forms) if len(form) >= 2 and form != name)


def _prefecture_forms(name: str) -> tuple[str, ...]:
    if name.endswith("自治州"):
        stem = without_peoples(name[:-3])
        return (stem, f"{stem}州", *PREFECTURE_FORMS.get(name, ()))
    return (name.removesuffix("地区").removesuffix("市").removesuffix("盟"), *PREFECTURE_FORMS.get(name, ()))


def _county_forms(name: str) -> tuple[str, ...]:
    special = COUNTY_FORMS.get(name, ())
    if name.endswith(("自治县", "自治旗")):
        base, kind = name[:-3], name[-1]
        stem = without_peoples(base).removesuffix("族")
        return (stem, f"{stem}{kind}", f"{stem}自治{kind}", *special)
    for suffix in ("新区", "林区", "特区", "矿区", "县", "市", "区", "旗"):
        if name.endswith(suffix):
            return (name.removesuffix(suffix), *special)
    return ()


def _township_forms(name: str) -> tuple[str, ...]:
    corps = _CORPS.match(name) if "兵团" in name else None
    if corps:
        return (corps.group(1), f"兵团{corps.group(1)}")
    kind = name[-1]
    if kind in "乡镇" and name.endswith(f"族{kind}"):
        stem = without_peoples(name[:-1])
        return (stem, f"{stem}{kind}") if stem != name[:-1] else ()
    if name.endswith("街道办事处"):
        return (name[:-5], name[:-3])
    for suffix in ("街道", "苏木", "地区"):
        if name.endswith(suffix):
            return (name.removesuffix(suffix),)
    return ()


def keeps_kind(form: str, name: str) -> bool:
    """Whether a short form still says what kind of place it is (察汗乌苏乡, 克州), unlike a bare stem.

    沙镇 is a bare stem of 沙镇镇: elsewhere it shortens 沙柳河镇.
    """
    return form[-1] == name[-1] and form + name[-1] != name


def spell_regiments(text: str) -> str:
    """Write the numbers of regiments (143团) as the gazetteer does (一四三团), tens and units as in 六十一团."""
    text = re.sub(r"〇(?=[〇零一二三四五六七八九]*团)", "零", text)
    return re.sub(r"(?<!\d)(\d{1,3})(?=团)", lambda found: _spell(found.group(1)), text)


def _spell(digits: str) -> str:
    if len(digits) != 2 or digits[0] == "0":
        return "".join(_DIGITS[int(digit)] for digit in digits)
    tens, units = int(digits[0]), int(digits[1])
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[units] if units else "")
