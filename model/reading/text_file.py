"""Bytes of a file to text: UTF-8 with or without a byte-order mark, or findings with the lines that are not."""

from __future__ import annotations

import re

from model.reading.places import Finding, Place

# A zero byte, other control characters (tab and line ends apart), a byte-order mark inside the file, a lost letter.
STRAY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffd]")


def decode(content: bytes, file: str) -> tuple[str, frozenset[int], list[Finding]]:
    """(text, lines that cannot be trusted, findings). Lines that are not UTF-8 are read as Windows-1252 only so that the
    other checks can go on; the finding stands."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", frozenset(), [_not_utf8(file, 1, "UTF-16", "")]
    lines, broken, findings = [], [], []
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            lines.append(raw.decode("cp1252", errors="replace"))
            broken.append((number, raw[error.start], lines[-1]))
    text = "\n".join(lines)
    if broken:
        number, byte, _ = broken[0]
        findings.append(_not_utf8(file, number, f"byte 0x{byte:02X}", _more_lines(broken)))
    stray = _stray_lines(text) if STRAY.search(text) else {}
    for number, character in stray.items():
        if number not in {line for line, _, _ in broken}:
            findings.append(_stray_character(file, number, character))
    return text, frozenset(stray), findings


def _stray_lines(text: str) -> dict[int, str]:
    found = ((number, STRAY.search(line)) for number, line in enumerate(text.split("\n"), start=1))
    return {number: match.group() for number, match in found if match}


def _more_lines(broken) -> str:
    rest = [str(number) for number, _, _ in broken[1:]]
    if not rest:
        return ""
    return f" (and on {len(rest)} more lines: {', '.join(rest[:10])}{', ...' if len(rest) > 10 else ''})"


def _not_utf8(file: str, line: int, value: str, more: str) -> Finding:
    return Finding(Place(file, line), value, "text in UTF-8", code="file_not_utf8",
                   found=f"{value} is not UTF-8 text{more}",
                   repair='Save the file as UTF-8 (in Excel: "CSV UTF-8"); it may be Windows-1252 now.')


def _stray_character(file: str, line: int, character: str) -> Finding:
    names = {"\x00": "a zero byte", "\ufeff": "a byte-order mark inside the file",
             "\ufffd": "a letter lost in an earlier conversion (U+FFFD)"}
    name = names.get(character, f"the control character U+{ord(character):04X}")
    return Finding(Place(file, line), name, "plain text", code="stray_character",
                   found=f"the line holds {name}", repair="Delete it, or type the line anew.")
