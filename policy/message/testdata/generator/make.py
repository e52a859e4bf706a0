#!/usr/bin/env python3
"""Writes the corpus: corpus/NNN-name.eml and corpus/index.tsv. Run by hand; the files are committed.

    python3 make.py            everything; needs what programs.py and sealed.py name, and makes new keys and signatures
    python3 make.py --check    only says whether the texts that need no program are as committed
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import clients
import common
import headers
import later
import pages
import texts

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(HERE, "..", "corpus")


def main():
    check = "--check" in sys.argv
    for module in (texts, pages, clients, headers):
        module.make()
    if not check:
        import programs
        import sealed
        programs.make()
        sealed.make(CORPUS)
    later.make()
    if not check:
        for name in os.listdir(CORPUS):
            if name.endswith(".eml"):
                os.remove(os.path.join(CORPUS, name))
    rows = []
    for n, case in enumerate(common.cases, 1):
        if case is None:
            continue
        name, shape, changes, why, data = case
        path = os.path.join(CORPUS, "%03d-%s.eml" % (n, name))
        if check:
            with open(path, "rb") as f:
                if f.read() != data:
                    sys.exit("%s is not what the generator makes" % path)
            continue
        with open(path, "wb") as f:
            f.write(data)
        rows.append("%03d-%s\t%s\t%s\t%s\n" % (n, name, shape, changes, why))
    if not check:
        with open(os.path.join(CORPUS, "index.tsv"), "w", encoding="utf-8", newline="\n") as f:
            f.write("# message\tshape (package comment of policy/message; or refused)\tleaves that change and how (or the fault)\twhy it is here\n" + "".join(rows))
    print(len(common.cases) - common.cases.count(None), "messages")


main()
