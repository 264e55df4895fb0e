"""Style of the map: which layer and which colours each state shows, by the radio buttons alone, so that no script is needed."""

from __future__ import annotations

from collections.abc import Sequence

from model.report.atlas import classes
from model.report.atlas.picture import Picture
from model.report.atlas.states import DIFFERENCE

TIER_COLOURS = {"campus": "#7b1e5a", "station": "#b34700", "local_station": "#ffb000", "school": "#1b7837", "mobile_stop": "#4a4ab5"}
RIM_COLOURS = TIER_COLOURS | {"local_station": "#8a5a00"}
CHANGE_COLOURS = {"comes": "#08306b", "more": "#08306b", "leaves": "#7f1d00", "fewer": "#7f1d00", "other_tier": "#ffb000",
                  "same": "#6f7d8b"}
ENLARGED_ON_PHONES = 1.9


def map_style(picture: Picture, first_view: str, letters: Sequence[str]) -> str:
    """The style sheet of a picture; first_view is also what a browser without :has() shows, over services."""
    states = [(letter, place) for place in range(len(picture.choices)) for letter in letters]
    return "\n".join([
        *_sizes(picture), *_colours(),
        f".{first_view}0{{display:revert}}",
        *_fills(first_view, 0, ""),
        "@supports selector(:has(*)){",
        f".{first_view}0{{display:none}}",
        ",".join(f"{_state(letter, place)} .{letter}{place}" for letter, place in states) + "{display:revert}",
        *(rule for letter, place in states for rule in _fills(letter, place, f"{_state(letter, place)} ")),
        f".atlas:has(#v-{DIFFERENCE}:checked) :is(.minutes,.tiers){{display:none}}" if DIFFERENCE in letters else "",
        f".atlas:has(#v-{DIFFERENCE}:not(:checked)) :is(.change,.kinds){{display:none}}" if DIFFERENCE in letters else "",
        "}",
    ])


def _state(letter: str, place: int) -> str:
    return f".atlas:has(#v-{letter}:checked):has(#k-{place}:checked)"


def _fills(letter: str, place: int, within: str) -> list[str]:
    """The colours of areas in one state."""
    colours = classes.CHANGE_COLOURS if letter == DIFFERENCE else classes.MINUTE_COLOURS
    numbered = [*enumerate(colours), (classes.NOBODY, classes.NOBODY_COLOUR)]
    return [f"{within}.{letter}{place}_{number}{{fill:{colour}}}" for number, colour in numbered]


def _sizes(picture: Picture) -> list[str]:
    """Texts and symbols keep their size on the screen while the map is zoomed (--k), and are larger on phones (--s)."""
    unit = picture.unit
    return [".z{transform:scale(calc(var(--s,1)/var(--k,1)));transform-origin:0 0}",
            f"@media screen and (max-width:720px){{#picture{{--s:{ENLARGED_ON_PHONES}}}}}",
            f"#picture .n{{font-size:{12 * unit:.1f}px;font-weight:600;fill:#16202b;stroke:#fff;stroke-width:{3 * unit:.1f}px;"
            "stroke-linejoin:round;paint-order:stroke}",
            f"#picture .w{{font-size:{11 * unit:.1f}px;font-weight:700;fill:#16202b}}",
            f"#picture .b{{font-size:{10.5 * unit:.1f}px;font-weight:700;fill:#16202b}}",
            ".h{fill:#fff;stroke:#c00000;stroke-width:2.5px}"]


def _colours() -> list[str]:
    shades = [*((f"m{n}", c) for n, c in enumerate(classes.MINUTE_COLOURS)), *((f"x{n}", c) for n, c in enumerate(classes.CHANGE_COLOURS)),
              (f"m{classes.NOBODY}", classes.NOBODY_COLOUR)]
    return [*(f".{name}{{background:{colour}}}" for name, colour in shades),
            *(f".k-{tier}{{fill:{colour}}}.k-{tier}.s{{fill:#fff;stroke:{RIM_COLOURS[tier]}}}" for tier, colour in TIER_COLOURS.items()),
            *(f".c-{kind}{{fill:{colour}}}" for kind, colour in CHANGE_COLOURS.items())]
