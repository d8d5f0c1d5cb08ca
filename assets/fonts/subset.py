"""Makes the two fonts of the charts from Noto Sans SC.

    pip install fonttools
    npm pack @expo-google-fonts/noto-sans-sc && tar xzf *.tgz
    python3 assets/fonts/subset.py package

Regular carries what planners may write themselves: ASCII, punctuation, the 3,755 characters of
GB 2312 level 1, every word of src/report/words and every name of names.txt. Bold is for our own
headings, so it carries our words and those names only.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
REPORT = HERE.parents[1] / "src" / "report"
WORDS = [REPORT / "words.rs", *sorted((REPORT / "words").glob("*.rs"))]
ASCII = "".join(map(chr, range(0x20, 0x7F)))
SIGNS = "·×÷°±–—‘’“”…←↑→↓≈≠≤≥□■▲△▼▽◆◇●○‰％、。《》「」『』【】〔〕（），：；？！～￥①②③④⑤⑥⑦⑧⑨⑩"


def level_one() -> str:
    """Rows 16 to 55 of GB 2312: the common characters."""
    pairs = (bytes((row + 0xA0, cell + 0xA0)) for row in range(16, 56) for cell in range(1, 95))
    return "".join(pair.decode("gb2312", "ignore") for pair in pairs)


def subset(source: Path, target: Path, text: str) -> None:
    font = TTFont(source)
    options = Options(hinting=False, layout_features=["kern"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    # Layout and drawing have to agree on the height of a line, and only these numbers make them.
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = 990, -250, 0
    table = font["OS/2"]
    table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = 990, -250, 0
    table.usWinAscent, table.usWinDescent = 990, 250
    font["head"].modified = font["head"].created  # the same bytes whenever it is made
    font.recalcTimestamp = False
    font.save(target)
    print(target.name, len(font.getBestCmap()), "characters,", target.stat().st_size, "bytes")


def main() -> None:
    package = Path(sys.argv[1])
    own = ASCII + SIGNS + "".join(c for f in (*WORDS, HERE / "names.txt") for c in f.read_text("utf-8") if c > "~")
    subset(package / "400Regular/NotoSansSC_400Regular.ttf", HERE / "NotoSansSC-Regular.ttf", own + level_one())
    subset(package / "700Bold/NotoSansSC_700Bold.ttf", HERE / "NotoSansSC-Bold.ttf", own)
    (HERE / "OFL.txt").write_bytes((package / "LICENSE_FONT").read_bytes())


main()
