"""Code 128 bar codes, set B: every sign of printable ASCII. Pure. Source: ISO/IEC 15417:2007, table 1."""

from __future__ import annotations

# Widths of three bars and three gaps in turn, for the values 0 to 105; then the stop sign.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
_STOP = "2331112"
_START_B = 104
_FIRST = 32


def bar_widths(text: str) -> tuple[int, ...]:
    """Widths in modules, beginning with a bar, bars and gaps in turn; ten modules stay free on each side.

    Raises ValueError for nothing, or a sign that the set does not have.
    """
    values = [ord(sign) - _FIRST for sign in text]
    if not values or min(values) < 0 or max(values) > 94:
        raise ValueError("Code 128 B has printable ASCII only.")
    check = (_START_B + sum(at * value for at, value in enumerate(values, start=1))) % 103
    signs = [*(_WIDTHS[6 * value : 6 * value + 6] for value in (_START_B, *values, check)), _STOP]
    return tuple(int(width) for sign in signs for width in sign)
