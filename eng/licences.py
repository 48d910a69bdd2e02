#!/usr/bin/env python3
"""Writes docs/licences.md: the licence of every package that the lock files name, as the package itself states it.

    dotnet restore && eng/licences.py
"""
import glob
import json
import os
import re
import sys
import xml.etree.ElementTree as xml

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGES = os.environ.get("NUGET_PACKAGES", os.path.expanduser("~/.nuget/packages"))

# Where a package brings a text or an address instead of an SPDX expression: what the text is.
KNOWN_TEXTS = [
    (r"Apache License\s+Version 2\.0", "Apache-2.0"),
    (r"MIT License|Permission is hereby granted, free of charge", "MIT"),
    (r"Redistribution and use in source and binary forms", "BSD-3-Clause"),
    (r"MICROSOFT SOFTWARE LICENSE TERMS|\.NET Library License", "Microsoft .NET Library License"),
]
KNOWN_ADDRESSES = {
    "https://raw.githubusercontent.com/xunit/xunit/master/license.txt": "Apache-2.0",
    "http://go.microsoft.com/fwlink/?LinkId=329770": "Microsoft .NET Library License",
    "https://github.com/dotnet/standard/blob/master/LICENSE.TXT": "MIT",
    "https://github.com/jbogard/MediatR/blob/master/LICENSE": "Apache-2.0",
}

HEAD = """# Licences

What the program, its plugins, tests and tools are built from, each with the licence that the package states. Written by
`eng/licences.py` from the lock files; a test holds that no package is missing.

"Where": *program* for what is delivered with `mmoe` or with an assembly that plugin authors reference, *plugin* for the example
plugins in `plugins`, *tests* for what only tests, benchmarks and the build use.

| package | version | licence | where |
| --- | --- | --- | --- |
"""

TAIL = """
## Not packages

| what | licence | where |
| --- | --- | --- |
| Apache ECharts, in `src/Host/Reporting/Assets/echarts` | Apache-2.0 | program |
| Flights, U.S. Bureau of Transportation Statistics, in `data` | public domain; the package `vega-datasets` BSD-3-Clause | data |
| Census-Income (KDD), UCI, which `mmoe data get census` downloads | CC BY 4.0 | not included |
| KuaiRand-Pure, which `mmoe data get kuairand` looks for | CC BY-SA 4.0 | not included |
"""


def locked():
    """Every package of the lock files, with the files that name it."""
    packages = {}
    for path in glob.glob(os.path.join(REPOSITORY, "**", "packages.lock.json"), recursive=True):
        folder = os.path.relpath(path, REPOSITORY).split(os.sep)[0]
        with open(path, encoding="utf-8-sig") as file:
            frameworks = json.load(file)["dependencies"]
        for dependencies in frameworks.values():
            for name, entry in dependencies.items():
                if entry["type"] != "Project":
                    packages.setdefault((name, entry["resolved"]), set()).add(folder)
    return packages


def of_text(text):
    return next((licence for pattern, licence in KNOWN_TEXTS if re.search(pattern, text)), None)


def licence(name, version):
    folder = os.path.join(PACKAGES, name.lower(), version.lower())
    nuspec = glob.glob(os.path.join(folder, "*.nuspec"))
    if not nuspec:
        sys.exit(f"{name} {version} is not in {PACKAGES}: dotnet restore first.")
    root = xml.parse(nuspec[0]).getroot()
    found = {element.tag.split("}")[1]: element for element in root.iter() if "}" in element.tag}
    if "license" in found:
        stated = found["license"]
        if stated.get("type") == "expression":
            return stated.text
        with open(os.path.join(folder, stated.text.replace("\\", "/")), encoding="utf-8-sig", errors="replace") as file:
            known = of_text(file.read())
    elif "licenseUrl" in found:
        known = KNOWN_ADDRESSES.get(found["licenseUrl"].text)
    else:
        known = None
    if known is None:
        sys.exit(f"{name} {version}: the licence is not known; look at {folder} and tell eng/licences.py.")
    return known


def where(folders):
    return "program" if "src" in folders or "templates" in folders else "plugin" if "plugins" in folders else "tests"


rows = [
    f"| {name} | {version} | {licence(name, version)} | {where(folders)} |\n"
    for (name, version), folders in sorted(locked().items(), key=lambda package: (package[0][0].lower(), package[0][1]))
]
with open(os.path.join(REPOSITORY, "docs", "licences.md"), "w", encoding="utf-8", newline="\n") as page:
    page.write(HEAD + "".join(rows) + TAIL)
