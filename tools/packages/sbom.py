#!/usr/bin/env python3
"""What the programs are made with, as SPDX 2.3 (JSON): the Debian packages whose libraries each loads, and those it was built
with (tools/setup/packages.txt). Run it where they were built.

Usage: sbom.py VERSION PACKAGES_TXT PROGRAM … > FILE; SOURCE_DATE_EPOCH sets its date. The same input gives the same bytes.
"""
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path


def say(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def libraries(program):
    """Files that the dynamic loader takes for `program`."""
    return {os.path.realpath(m.group(1)) for m in re.finditer(r"=> (/\S+)", say("ldd", program))}


def owner_of_each(files):
    """File → its package. Some are known to dpkg below /lib, where the loader says /usr/lib: it is asked for both."""
    ways = {way: file for file in files for way in (file, file.removeprefix("/usr"))}
    owner = {}
    for line in say("dpkg-query", "-S", *sorted(ways)).splitlines():
        names, _, way = line.rpartition(": ")
        if way in ways:
            owner[ways[way]] = names.split(",")[0].split(":")[0]
    if missing := files - owner.keys():
        sys.exit(f"sbom.py: no Debian package owns {sorted(missing)[0]}")
    return owner


def build_packages(path):
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return {name for line in lines if (name := line.split("#")[0].strip())}


def licences(package):
    """Short names in the package's machine-readable copyright file; NOASSERTION where there are none."""
    file = Path("/usr/share/doc", package, "copyright")
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    if not text.startswith("Format:"):
        return "not machine-readable: see /usr/share/doc/%s/copyright" % package
    return "; ".join(sorted(set(re.findall(r"^License: *(\S.*)$", text, re.M))))


def spdx_id(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def facts_of_each(names):
    """Package → version, architecture, source, homepage."""
    form = "${Package}\t${Version}\t${Architecture}\t${source:Package}\t${Homepage}\n"
    facts = {line.split("\t")[0]: line.split("\t")[1:] for line in say("dpkg-query", "-W", "-f", form, *sorted(names)).splitlines()}
    if missing := names - facts.keys():
        sys.exit(f"sbom.py: {sorted(missing)[0]} is not installed here; run it where the programs were built")
    return facts


def package(name, version, architecture, source, homepage):
    return {"name": name, "SPDXID": spdx_id(name), "versionInfo": version, "supplier": "Organization: Debian",
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "NOASSERTION",
            "licenseDeclared": "NOASSERTION", "licenseComments": licences(name), "copyrightText": "NOASSERTION",
            **({"homepage": homepage} if homepage else {}), "sourceInfo": f"Debian source package {source or name}",
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                              "referenceLocator": f"pkg:deb/debian/{name}@{version}?arch={architecture}&distro=bookworm"}]}


def relation(of, kind, to):
    return {"spdxElementId": of, "relationshipType": kind, "relatedSpdxElement": to}


def document(version, packages_txt, programs):
    loaded = {Path(p).name: libraries(p) for p in programs}
    owner = owner_of_each(set().union(*loaded.values()))
    linked = {name: {owner[file] for file in files} for name, files in loaded.items()}
    built_with = build_packages(packages_txt)
    packages, relations = [], []
    for name in sorted(linked):
        packages.append({"name": name, "SPDXID": spdx_id(name), "versionInfo": version, "downloadLocation": "NOASSERTION",
                         "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": "Apache-2.0",
                         "copyrightText": "NOASSERTION", "primaryPackagePurpose": "APPLICATION"})
        relations.append(relation("SPDXRef-DOCUMENT", "DESCRIBES", spdx_id(name)))
        relations += [relation(spdx_id(name), "DYNAMIC_LINK", spdx_id(to)) for to in sorted(linked[name])]
        relations += [relation(spdx_id(on), "BUILD_DEPENDENCY_OF", spdx_id(name)) for on in sorted(built_with)]
    packages += [package(name, *facts) for name, facts in sorted(facts_of_each(set().union(built_with, *linked.values())).items())]
    content = hashlib.sha256(json.dumps([packages, relations]).encode()).hexdigest()
    when = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), datetime.timezone.utc)
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"dalian-twin-{version}",
            "documentNamespace": f"https://spdx.org/spdxdocs/dalian-twin-{version}-{content[:16]}",
            "creationInfo": {"created": when.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: dalian-twin-sbom"]},
            "packages": packages, "relationships": relations}


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: sbom.py VERSION PACKAGES_TXT PROGRAM …")
    json.dump(document(sys.argv[1], sys.argv[2], sys.argv[3:]), sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
