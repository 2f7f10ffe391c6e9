#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A pmem driver in RAM, for daxspec's exec: protocol (docs/protocol.md): copy it and put your own in its place.

--break NAME breaks it in a named way (BREAKS below), to see what a finding looks like. Standard library only.
"""
import base64
import errno
import json
import os
import sys

SECTOR = 512
BREAKS = {
    "bytes-instead-of-pages": "direct_access answers bytes",
    "ends-one-page-late": "direct_access counts a page too many",
    "forgets-the-offset": "kaddr leaves data_offset out",
    "keeps-the-poison": "zero_page_range leaves the poison on record",
    "writes-one-byte-short": "recovery_write leaves the last byte",
    "prints-to-stdout": "a debug line goes to standard output",
    "answers-twice": "direct_access answers twice",
    "raises": "zero_page_range raises an exception",
    "sleeps": "recovery_write never comes back",
}


class Driver:
    """One device at a time; its own table of bad sectors is a dictionary of sectors."""

    def __init__(self, broken=None):
        self.broken = broken
        self.file = None

    def hello(self, m):
        return {"daxspec": 1, "name": "sample pmem in Python", "members": ["direct_access", "zero_page_range", "recovery_write"]}

    def open(self, m):
        if self.file is not None:
            os.close(self.file)
        self.file = os.open(m["path"], os.O_RDWR)
        self.at = m["offset"]           # where the resource starts in the file
        self.page = m["page_size"]
        self.data = m["data_offset"]
        self.phys = m["phys_addr"]
        self.clear_limit = m["clear_limit"]
        # -EIO until 6.4, -EHWPOISON (133) since.
        kernel = m["kernel"]
        self.poison = -133 if kernel != "documents" and tuple(map(int, kernel.split("."))) >= (6, 5) else -errno.EIO
        self.pages = max(0, m["size"] - m["pfn_pad"] - m["data_offset"]) // self.page
        return {"result": 0}

    def direct_access(self, m):
        pgoff, nr = m["pgoff"], m["nr_pages"]
        if nr < 0:
            return {"result": -errno.EINVAL}
        if pgoff >= self.pages:
            return {"result": -errno.ENXIO}
        nr = min(nr, self.pages - pgoff)
        bad = self.first_bad_page(m, pgoff, nr)
        if nr > 0 and bad == pgoff:
            if m["mode"] != "recovery_write":
                return {"result": self.poison}
            bad += 1                    # the bad page itself, to be written over
        answer = {"result": bad - pgoff}
        where = self.data + pgoff * self.page
        if m["kaddr"]:
            answer["kaddr"] = where if self.broken != "forgets-the-offset" else pgoff * self.page
        if m["pfn"]:
            answer["pfn"] = (self.phys + where) // self.page
        if self.broken == "bytes-instead-of-pages":
            answer["result"] *= self.page
        if self.broken == "ends-one-page-late":
            answer["result"] += 1
        return answer

    def zero_page_range(self, m):
        pgoff, nr = m["pgoff"], m["nr_pages"]
        if self.broken == "raises":
            raise RuntimeError("zero_page_range is broken on demand")
        if nr > self.pages - pgoff or pgoff >= self.pages:
            return {"result": -errno.ENXIO}
        answer = self.clear_poison(m, pgoff, nr)
        if answer["result"] == 0:
            self.write(pgoff, 0, bytes(nr * self.page))
            if self.broken == "keeps-the-poison":
                answer.pop("cleared", None)
        return answer

    def recovery_write(self, m):
        pgoff, offset, data = m["pgoff"], m["offset"], base64.b64decode(m["data"])
        while self.broken == "sleeps":
            pass
        if pgoff >= self.pages or offset + len(data) > (self.pages - pgoff) * self.page:
            return {"result": 0}
        nr = -(-(offset + len(data)) // self.page)
        answer = {"result": 0}
        if self.first_bad_page(m, pgoff, nr) < pgoff + nr:
            # Poison goes page by page: half a page would stay half bad.
            if offset or len(data) % self.page:
                return answer
            answer = self.clear_poison(m, pgoff, nr)
            if answer["result"] != 0:
                return {"result": 0}
        self.write(pgoff, offset, data if self.broken != "writes-one-byte-short" else data[:-1])
        answer["result"] = len(data)
        return answer

    def first_bad_page(self, m, pgoff, nr):
        """The first bad page of [pgoff, pgoff + nr), or pgoff + nr. "bad" is the table that the harness lends."""
        per_page = self.page // SECTOR
        start, end = pgoff * per_page, (pgoff + nr) * per_page
        bad = [max(s, start) for s, n, _ in m.get("bad", []) if s < end and s + n > start]
        return min(bad) // per_page if bad else pgoff + nr

    def clear_poison(self, m, pgoff, nr):
        """One clear-poison command for whole pages; says which sectors are off the record."""
        if self.first_bad_page(m, pgoff, nr) == pgoff + nr:
            return {"result": 0}
        if self.clear_limit < nr * self.page:
            return {"result": -errno.EIO}
        per_page = self.page // SECTOR
        return {"result": 0, "cleared": [pgoff * per_page, nr * per_page]}

    def write(self, pgoff, offset, data):
        os.pwrite(self.file, data, self.at + self.data + pgoff * self.page + offset)


def main():
    broken = sys.argv[2] if sys.argv[1:2] == ["--break"] and len(sys.argv) == 3 else None
    if len(sys.argv) > 1 and broken not in BREAKS:
        sys.exit("usage: sample.py [--break NAME]\n" + "".join(f"  {name}: {says}\n" for name, says in BREAKS.items()))
    driver = Driver(broken)
    for line in sys.stdin:
        message = json.loads(line)
        answer = {"id": message["id"], **getattr(driver, message["call"])(message)}
        if broken == "prints-to-stdout" and message["call"] == "zero_page_range":
            print("zeroing", message["pgoff"])
        print(json.dumps(answer), flush=True)
        if broken == "answers-twice" and message["call"] == "direct_access":
            print(json.dumps(answer), flush=True)


main()
