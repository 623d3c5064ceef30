"""Hostile templates, each made of the template that ships: what somebody could send to an office for a letterhead."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from summarise.resources import templates

TEMPLATE = templates() / "bao-cao-so-ket.docx"
BODY, STYLES, SETTINGS, HEADER = "word/document.xml", "word/styles.xml", "word/settings.xml", "word/header1.xml"
TYPES, CORE, RELS = "[Content_Types].xml", "docProps/core.xml", "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Parts = dict[str, bytes]


def parts() -> Parts:
    with zipfile.ZipFile(TEMPLATE) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(content: Parts) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return made.getvalue()


def changed(part: str, old: str, new: str) -> bytes:
    content = parts()
    text = content[part].decode()
    assert old in text
    content[part] = text.replace(old, new, 1).encode()
    return packed(content)


def tag(text: str) -> bytes:
    """`text` typed in place of the words of the title."""
    return changed(BODY, "BÁO CÁO", escape(text))


def cell(old: str, new: str) -> bytes:
    """A table of two columns, of three in its grid, whose first cell has `new` in place of `old`."""
    cells = '<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr><w:p/></w:tc>' * 2
    assert old in cells
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 3 + "</w:tblGrid>"
    width = '<w:tblPr><w:tblW w:w="6000" w:type="dxa"/></w:tblPr>'
    return body(f"<w:tbl>{width}{grid}<w:tr>{cells.replace(old, new, 1)}</w:tr></w:tbl>")


def body(xml: str) -> bytes:
    """`xml` as the first thing of the document."""
    return changed(BODY, "<w:body>", f"<w:body>{xml}")


def added(name: str, data: bytes) -> bytes:
    return packed(parts() | {name: data})


def relation(kind: str, target: str, *, external: bool = True, part: str = RELS) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    entry = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{escape(target)}"{mode}/>'
    return changed(part, "</Relationships>", f"{entry}</Relationships>")


def of_microsoft(kind: str, target: str) -> bytes:
    entry = f'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2011/relationships/{kind}" Target="{target}"/>'
    return changed("_rels/.rels", "</Relationships>", f"{entry}</Relationships>")


def typed(name: str, data: bytes, content_type: str) -> bytes:
    """A part with a type of its own, as the notes of the document."""
    content = parts() | {name: data}
    entry = f'<Relationship Id="rId99" Type="{OFFICE}/endnotes" Target="/{name}"/></Relationships>'
    content[RELS] = content[RELS].replace(b"</Relationships>", entry.encode())
    override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    content[TYPES] = content[TYPES].replace(b"</Types>", override.encode())
    return packed(content)


def svg(xml: str, *, before: str = "") -> bytes:
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    return added("word/media/image1.svg", f"{before}{head}{xml}</svg>".encode())


def compressed(method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as package:
        for name, data in parts().items():
            package.writestr(name, data)
    return made.getvalue()


def strict(part: str) -> bytes:
    content = parts()
    old = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert old in content[part]
    content[part] = content[part].replace(old, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    return packed(content)


def object_of(kind: str, name: str, content_type: str) -> bytes:
    """A part that Word would run or open, with its relationship and its type."""
    content = parts()
    content[f"word/{name}"] = b"\xd0\xcf\x11\xe0" + bytes(100)
    entry = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{name}"/></Relationships>'
    content[RELS] = content[RELS].replace(b"</Relationships>", entry.encode())
    override = f'<Override PartName="/word/{name}" ContentType="{content_type}"/></Types>'
    content[TYPES] = content[TYPES].replace(b"</Types>", override.encode())
    return packed(content)


def doctype(part: str, subset: str, use: str = "") -> bytes:
    """`part` with a document type; `use` is put into its first text."""
    content = parts()
    text = content[part].decode()
    head, _, rest = text.partition("?>")
    root = rest.lstrip()[1:].split()[0].rstrip(">")
    text = f"{head}?><!DOCTYPE {root} {subset}>{rest}"
    content[part] = text.replace("BÁO CÁO", use or "BÁO CÁO").encode()
    return packed(content)


def field(*pieces: str) -> bytes:
    """A field whose instruction Word would put together of `pieces`."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{escape(piece)}</w:instrText></w:r>' for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return body(f"<w:p>{begin}{runs}{end}</w:p>")


def bomb(size: int) -> bytes:
    return added("word/media/image1.png", bytes(size))


def many_entries(count: int) -> bytes:
    """A list of contents alone: every entry claims the same place."""
    names = [f"word/{number}.xml".encode() for number in range(count)]
    one = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    listed = b"".join(one[:28] + struct.pack("<H", len(name)) + one[30:] + name for name in names)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, len(listed), 0, 0)
    return listed + end


def overlapping() -> bytes:
    """Many names for one piece of compressed data."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts().items():
            package.writestr(name, data)
        package.writestr("word/media/image1.png", bytes(2**20))
        first = package.filelist[-1]
        for number in range(2, 20):
            again = zipfile.ZipInfo(f"word/media/image{number}.png")
            for key in ("compress_type", "CRC", "compress_size", "file_size", "header_offset", "flag_bits"):
                setattr(again, key, getattr(first, key))
            package.filelist.append(again)
            package.NameToInfo[again.filename] = again
    return made.getvalue()


def lying(size: int) -> bytes:
    """The list of contents says that the document has `size` bytes."""
    data = bytearray(packed(parts()))
    name = BODY.encode()
    place = data.rindex(name) - 46
    assert data[place : place + 4] == b"PK\1\2"
    data[place + 24 : place + 28] = struct.pack("<L", size)
    return bytes(data)


def twice() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in [*parts().items(), ("Word/Document.xml", b"<x/>")]:
            package.writestr(name, data)
    return made.getvalue()


def macro_type() -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(TYPES, main, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml")


LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
SECRET = "file:///SECRET"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NO_TYPE = '<Relationship Id="rId99" Target="styles.xml"/></Relationships>'
NO_TARGET = f'<Relationship Id="rId99" Type="{OFFICE}/styles"/></Relationships>'
NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
DDE = (
    f'<w:endnotes xmlns:w="{W}"><w:endnote><w:p><w:fldSimple w:instr="DDEAUTO excel x"/></w:p></w:endnote></w:endnotes>'
)
DDE_16_LE = f'<?xml version="1.0" encoding="UTF-16"?>{DDE}'.encode("utf-16")
DDE_16_BE = b"\xfe\xff" + f'<?xml version="1.0" encoding="UTF-16"?>{DDE}'.encode("utf-16-be")

TENFOLD = "{% set a = a|replace('9', '9876543210123456789') %}" * 15
CUT = "{% set b = a[::3] %}" * 100

HOSTILE: dict[str, Callable[[], bytes]] = {
    # Python behind the tags
    "attribute of a text": lambda: tag("{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    "attribute of a value": lambda: tag("{{ ky_hieu.__class__ }}"),
    "attribute in brackets": lambda: tag("{{ ky_hieu['__class__'] }}"),
    "attribute spelled in pieces": lambda: tag("{{ ky_hieu['__cl' ~ 'ass__'] }}"),
    "filter attr": lambda: tag("{{ ky_hieu|attr('__class__') }}"),
    "filter map": lambda: tag("{{ noi_nhan|map(attribute='__class__')|join }}"),
    "sorted by an attribute": lambda: tag("{{ noi_nhan|sort(attribute='__class__.__name__')|join }}"),
    "form with fields": lambda: tag("{{ '{0.__class__.__init__.__globals__}'.format(ky_hieu) }}"),
    "form of a filter": lambda: tag("{{ '{0.__class__}'|format(ky_hieu) }}"),
    "form with a map": lambda: tag("{{ '{a.__class__}'.format_map({'a': ky_hieu}) }}"),
    "method of a text": lambda: tag("{{ ky_hieu.upper() }}"),
    "method of a group": lambda: tag("{{ hoi_nghi.update({'ten': 1}) }}"),
    "lipsum": lambda: tag("{{ lipsum.__globals__.os.popen('id').read() }}"),
    "cycler": lambda: tag("{{ cycler.__init__.__globals__.os.system('id') }}"),
    "namespace": lambda: tag("{% set n = namespace(a=1) %}{{ n.a }}"),
    "self": lambda: tag("{{ self.__init__.__globals__ }}"),
    "context": lambda: tag("{{ self._TemplateReference__context }}"),
    "loop": lambda: tag("{% for y in noi_nhan %}{{ loop.__class__ }}{% endfor %}"),
    "loop called": lambda: tag("{% for y in noi_nhan recursive %}{{ loop(noi_nhan) }}{% endfor %}"),
    "include": lambda: tag("{% include 'SECRET' %}"),
    "import": lambda: tag("{% import 'SECRET' as x %}"),
    "from": lambda: tag("{% from 'SECRET' import x %}"),
    "extends": lambda: tag("{% extends 'SECRET' %}"),
    "macro": lambda: tag("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
    "call": lambda: tag("{% call x() %}{% endcall %}"),
    "autoescape": lambda: tag("{% autoescape false %}{{ '<w:p/>' }}{% endautoescape %}"),
    "safe": lambda: tag("{{ '</w:t></w:r></w:p><w:altChunk/>'|safe }}"),
    "tag in a header": lambda: changed(HEADER, "<w:t>2</w:t>", "<w:t>{{ ''.__class__ }}</w:t>"),
    "tag in the properties": lambda: changed(CORE, "<dc:title>", "<dc:title>{{ ''.__class__ }}"),
    "tag in an attribute": lambda: changed(BODY, 'w:val="TenLoai"', "w:val=\"{{ ''.__class__ }}\""),
    "tag in the styles": lambda: changed(STYLES, 'w:val="Muc"', "w:val=\"{{ ''.__class__ }}\""),
    # Work without end
    "range": lambda: tag("{% for i in range(10**9) %}x{% endfor %}"),
    "loop over a text": lambda: tag("{% for i in 'a' * 10**9 %}x{% endfor %}"),
    "text many times": lambda: tag("{{ 'a' * 10**9 }}"),
    "text many times over": lambda: tag("{{ 'a' * 99999 * 99999 }}"),
    "power": lambda: tag("{{ 9 ** 9 ** 9 ** 9 }}"),
    "number of many digits": lambda: tag("{{ " + "9" * 900 + " * " + "9" * 90 + " }}"),
    "text of any width": lambda: tag("{{ '%1000000000d' % 1 }}"),
    "text of any width by a test": lambda: tag("{{ 'x' if '%1000000000d' is odd else 'y' }}"),
    "width of a filter": lambda: tag("{{ ky_hieu|center(1000000000) }}"),
    "indent of a filter": lambda: tag("{{ ky_hieu|indent(1000000000) }}"),
    "digits of a filter": lambda: tag("{{ 1.5|round(1000000000, 'floor') }}"),
    "slices": lambda: tag("{% set a = '0123456789' %}" + TENFOLD + "{% for i in noi_nhan %}" + CUT + "{% endfor %}"),
    "slices that pick": lambda: tag("{% set a = '0123456789' %}" + TENFOLD + "{{ a[::3] ~ a[1::3] }}" * 200),
    "comparisons": lambda: tag(
        "{% set a = '0123456789' %}" + TENFOLD + "{% if a == a ~ '' or a < '0' or 'z' in a %}{% endif %}" * 200
    ),
    "tests of a text": lambda: tag(
        "{% set a = '0123456789' %}" + TENFOLD + "{% if a is lower or a is eq 'x' %}{% endif %}" * 400
    ),
    "text that doubles": lambda: tag("{% set a = 'aaaaaaaa' %}" + "{% set a = a ~ a %}" * 60 + "{{ a }}"),
    "text that doubles by +": lambda: tag("{% set a = 'aaaaaaaa' %}" + "{% set a = a + a %}" * 60 + "{{ a }}"),
    "text that grows by replace": lambda: tag(
        "{% set a='aa' %}" + "{% set a=a|replace('a','aaaaaaaaa') %}" * 30 + "{{ a }}"
    ),
    "text that grows by join": lambda: tag("{% set a = 'aa' %}" + "{% set a = noi_nhan|join(a) %}" * 60 + "{{ a }}"),
    "list that doubles": lambda: tag("{% set a = ['a'] %}" + "{% set a = [a, a] %}" * 60 + "{{ a|join }}"),
    "captured text that doubles": lambda: tag(
        "{% set a %}aaaa{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40
    ),
    "loops in loops": lambda: tag(
        "".join(f"{{% for a{n} in ky_quyen %}}" for n in range(14))
        + "".join("{% for b in noi_nhan %}x{% endfor %}" * 50)
        + "{% endfor %}" * 14
    ),
    "loops that print": lambda: tag(
        "".join(f"{{% for a{n} in ky_quyen %}}" for n in range(14)) + "{{ ky_ten }}" * 3000 + "{% endfor %}" * 14
    ),
    "loops of much text": lambda: tag(
        "".join(f"{{% for a{n} in ky_quyen %}}" for n in range(14)) + "x" * 200_000 + "{% endfor %}" * 14
    ),
    "nested too deep": lambda: tag("{% if ky_ten %}" * 2000 + "{% endif %}" * 2000),
    "loops nested too deep": lambda: tag("{% for a in noi_nhan %}" * 60 + "{% endfor %}" * 60),
    "brackets too deep": lambda: tag("{{ " + "(" * 490 + "1" + ")" * 490 + " }}"),
    "filters too many": lambda: tag("{{ ky_ten" + "|upper" * 160 + " }}" * 1 + "{{ " + "not " * 240 + "ky_ten }}"),
    "branches too many": lambda: tag("{% if ky_ten == 'a' %}" + "{% elif ky_ten == 'b' %}" * 4500 + "{% endif %}"),
    "tags too many": lambda: tag("{{ ky_ten }}" * 6000),
    "tag too long": lambda: tag("{{ ky_ten or '" + "x" * 5000 + "' }}"),
    "tags never closed": lambda: tag("{{" * 200_000),
    "tags never opened": lambda: tag("-%}" * 200_000),
    "spaces for a pattern": lambda: tag("{% colspan" + " " * 900 + "% x %}"),
    "header many times": lambda: packed(
        parts()
        | {
            RELS: parts()[RELS].replace(
                b"</Relationships>",
                b"".join(
                    b'<Relationship Id="h%d" Type="%s/header" Target="header1.xml"/>' % (n, OFFICE.encode())
                    for n in range(5000)
                )
                + b"</Relationships>",
            ),
            HEADER: parts()[HEADER].replace(b"<w:t>2</w:t>", b"<w:t>" + b"x" * 500_000 + b"</w:t>"),
        }
    ),
    # The package
    "bomb": lambda: bomb(100 * 2**20),
    "bomb of XML": lambda: changed(BODY, "BÁO CÁO", "x" * 6 * 2**20),
    "bomb in a bomb": lambda: added("word/inner.zip", packed({"a": bytes(10**6)})),
    "deep XML": lambda: body("<w:p>" * 20_000 + "</w:p>" * 20_000),
    "a million entries": lambda: many_entries(1_000_000),
    "a list of contents larger than any": lambda: many_entries(200_000),
    "thousands of entries": lambda: packed(parts() | {f"word/media/{n}.png": b"" for n in range(1500)}),
    "entries that overlap": overlapping,
    "size too small": lambda: lying(100),
    "size too large": lambda: lying(2**31),
    "size a little too large": lambda: lying(10**6),
    "part twice": twice,
    "part above the package": lambda: added("../../x.xml", b"<x/>"),
    "part above its folder": lambda: added("word/../../x.xml", b"<x/>"),
    "part with an absolute name": lambda: added("/etc/x.xml", b"<x/>"),
    "part on a drive": lambda: added("C:/x.xml", b"<x/>"),
    "part with backslashes": lambda: added("..\\x.xml", b"<x/>"),
    "part that a relationship finds above": lambda: relation("customXml", "../../../x.xml", external=False),
    "another program": lambda: added("word/a.exe", b"MZ"),
    "compressed by BZIP2": lambda: compressed(zipfile.ZIP_BZIP2),
    "compressed by LZMA": lambda: compressed(zipfile.ZIP_LZMA),
    "relationship without a type": lambda: changed(RELS, "</Relationships>", NO_TYPE),
    "relationship without a target": lambda: changed(RELS, "</Relationships>", NO_TARGET),
    "cell that spans no number": lambda: cell("</w:tcPr>", '<w:gridSpan w:val="x"/></w:tcPr>'),
    "no body": lambda: packed(parts() | {BODY: f'<w:document xmlns:w="{W}"/>'.encode()}),
    # XML that reads files or grows
    "entities that grow": lambda: doctype(BODY, f'[<!ENTITY a0 "ha">{LAUGHS}]', "&a9;"),
    "entities that grow in the styles": lambda: doctype(STYLES, f'[<!ENTITY a0 "ha">{LAUGHS}]'),
    "entity of a file": lambda: doctype(BODY, f'[<!ENTITY x SYSTEM "{SECRET}">]', "&x;"),
    "entity of a file in the types": lambda: doctype(TYPES, f'[<!ENTITY x SYSTEM "{SECRET}">]'),
    "entity of a file in the relationships": lambda: doctype("_rels/.rels", f'[<!ENTITY x SYSTEM "{SECRET}">]'),
    "entity of a file in the properties": lambda: doctype(CORE, f'[<!ENTITY x SYSTEM "{SECRET}">]'),
    "entity of a parameter": lambda: doctype(SETTINGS, f'[<!ENTITY % x SYSTEM "{SECRET}"> %x;]'),
    "external document type": lambda: doctype(BODY, 'SYSTEM "http://example.org/a.dtd"'),
    "document type in UTF-16": lambda: added(
        "customXml/item1.xml",
        f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "{SECRET}">]><a>&x;</a>'.encode(
            "utf-16"
        ),
    ),
    "document type in UTF-7": lambda: added(
        "customXml/item1.xml", b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>'
    ),
    # What Word would fetch or run
    "attached template": lambda: relation("attachedTemplate", "http://example.org/a.dotm"),
    "linked picture": lambda: relation("image", "http://example.org/a.png"),
    "linked picture on a share": lambda: relation("image", "file://server/share/a.png"),
    "linked object": lambda: relation("oleObject", "http://example.org/a.xlsx"),
    "linked frame": lambda: relation("frame", "http://example.org/a.html"),
    "linked part": lambda: relation("subDocument", "http://example.org/a.docx"),
    "hyperlink to a file": lambda: relation("hyperlink", "file:///C:/Windows/System32/calc.exe"),
    "hyperlink to a share": lambda: relation("hyperlink", "\\\\server\\share\\a.exe"),
    "hyperlink to a script": lambda: relation("hyperlink", "javascript:alert(1)"),
    "chunk of another document": lambda: relation("aFChunk", "chunk.html", external=False),
    "chunk in the text": lambda: body('<w:altChunk r:id="rId99"/>'),
    "macros": lambda: object_of("vbaProject", "vbaProject.bin", "application/vnd.ms-office.vbaProject"),
    "macros by their type": macro_type,
    "object": lambda: object_of(
        "oleObject", "oleObject1.bin", "application/vnd.openxmlformats-officedocument.oleObject"
    ),
    "workbook": lambda: object_of(
        "package", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    "ActiveX": lambda: object_of("control", "activeX1.bin", "application/vnd.ms-office.activeX"),
    "mail merge": lambda: changed(
        SETTINGS, "</w:settings>", '<w:mailMerge><w:query w:val="x"/></w:mailMerge></w:settings>'
    ),
    "picture by its address": lambda: body(
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://example.org/a"/>'
        "</v:shape></w:pict></w:r></w:p>"
    ),
    "DDE": lambda: field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" '),
    "DDE in pieces": lambda: field(" D", "DE", "AUTO excel x "),
    "DDE in small letters": lambda: field(" ddeauto excel x "),
    "DDE in a simple field": lambda: body('<w:p><w:fldSimple w:instr="DDE excel x"/></w:p>'),
    "DDE put together of tags": lambda: field(" {% if false %}PAGE{% endif %}DDE", "AUTO excel x "),
    "DDE left by tags": lambda: body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>{% if not ky_ten %}</w:t></w:r><w:r><w:instrText>PAGE '
        "</w:instrText></w:r><w:r><w:t>{% endif %}</w:t></w:r><w:r><w:instrText>DDEAUTO excel x</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ),
    "field that includes a text": lambda: field(' INCLUDETEXT "file:///SECRET" '),
    "field that includes a picture": lambda: field(' INCLUDEPICTURE "http://example.org/a.png" '),
    "field of a database": lambda: field(" DATABASE \\d x "),
    "field of a link": lambda: field(" LINK Excel.Sheet x "),
    "field of a hyperlink to a share": lambda: field(' HYPERLINK "\\\\server\\share\\a.exe" '),
    "field of a hyperlink to a share after a tip": lambda: field(' HYPERLINK \\o "x" "\\\\server\\a.exe" '),
    "notes in UTF-16 named like a picture": lambda: typed("word/endnotes.png", DDE_16_LE, NOTES),
    "notes in UTF-16 of the other order": lambda: typed("word/endnotes.png", DDE_16_BE, NOTES),
    "notes named like a picture, of no type": lambda: added("word/endnotes.png", DDE_16_BE),
    "notes in UTF-16 without a mark": lambda: typed("word/endnotes.jpeg", DDE.encode("utf-16-be"), NOTES),
    "notes in UTF-8 named like a picture": lambda: typed("word/endnotes.gif", DDE.encode(), "image/gif"),
    "picture with the type of notes": lambda: typed("word/endnotes.png", b"\x89PNG", NOTES),
    "notes in UTF-16": lambda: typed("word/endnotes.xml", DDE_16_BE, NOTES),
    "add-in": lambda: of_microsoft("webextension", "word/webextension1.xml"),
    "panes of an add-in": lambda: of_microsoft("webextensiontaskpanes", "word/taskpanes.xml"),
    "add-in by its type": lambda: typed("word/a.xml", b"<x/>", "application/vnd.ms-office.webextensiontaskpanes+xml"),
    "add-in by its element": lambda: added(
        "word/a.xml", b'<a xmlns="http://schemas.microsoft.com/office/webextensions/taskpanes/2010/11"/>'
    ),
    "video of the web": lambda: body(
        '<w:p><w:r><wp15:webVideoPr xmlns:wp15="http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing" '
        'embeddedHtml="&lt;iframe src=&quot;http://example.org&quot;/&gt;" h="1" w="1"/></w:r></w:p>'
    ),
    "page of the web in an attribute": lambda: body('<w:p><w:r><w:t embeddedHtml="&lt;p/&gt;">x</w:t></w:r></w:p>'),
    "script in a picture": lambda: svg("<script>alert(1)</script>"),
    "event in a picture": lambda: svg('<rect width="1" height="1" onload="alert(1)"/>'),
    "picture in a picture": lambda: svg('<image xlink:href="http://example.org/a.png"/>'),
    "picture on a share in a picture": lambda: svg('<image href="\\\\server\\a.png"/>'),
    "style that fetches in a picture": lambda: svg("<style>@import 'http://example.org/a.css';</style>"),
    "colour that fetches in a picture": lambda: svg('<rect fill="url(http://example.org/a#b)"/>'),
    "sheet of styles of a picture": lambda: svg("<rect/>", before='<?xml-stylesheet href="http://example.org/a"?>'),
    "link that a picture sets": lambda: svg('<a><set attributeName="xlink:href" to="javascript:alert(1)"/></a>'),
    "picture in SVG named otherwise": lambda: added(
        "word/media/a.xml", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    ),
    "body in the Strict form": lambda: strict(BODY),
    "styles in the Strict form": lambda: strict(STYLES),
    "notes in the Strict form": lambda: typed(
        "word/endnotes.xml", DDE.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main").encode(), NOTES
    ),
    "relationships in the Strict form": lambda: changed(
        RELS,
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/oleObject" '
        'Target="a.xml"/></Relationships>',
    ),
    "field of a tag": lambda: field(" {{ tieu_de_bai }} "),
}
