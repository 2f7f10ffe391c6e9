#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A pmem driver in RAM whose calls may overlap, for daxspec's exec: protocol (docs/protocol.md): "check ... --concurrent".

Each question is answered by a thread of its own, in any order; a table of bad sectors of its own stands behind one lock.
--break NAME breaks it in a named way (BREAKS below). Standard library only.
"""
import base64
import contextlib
import errno
import json
import os
import sys
import threading
import time

SECTOR = 512
BREAKS = {
    "checks-without-the-lock": "badblocks_check meets a table that is being changed",
    "answers-another": "direct_access answers under the id of the question before",
}


def span(m):
    """The first sector and the one behind the last; the last of all is none."""
    return m["sector"], min(m["sector"] + m["sectors"], 2**64 - 1)


class Driver:
    def __init__(self, broken=None):
        self.broken = broken
        self.file = None
        self.lock = threading.Lock()    # of what follows
        self.bad = []                   # (first sector, the one behind the last, acknowledged), in order

    def hello(self, m):
        return {"daxspec": 1, "name": "sample pmem in Python, for several threads",
                "members": ["direct_access", "zero_page_range", "recovery_write", "badblocks", "concurrent"]}

    def open(self, m):
        if self.file is not None:
            os.close(self.file)
        self.file = os.open(m["path"], os.O_RDWR)
        self.at, self.page, self.data, self.phys = m["offset"], m["page_size"], m["data_offset"], m["phys_addr"]
        self.clear_limit = m["clear_limit"]
        # -EIO until 6.4, -EHWPOISON (133) since.
        kernel = m["kernel"]
        self.poison = -133 if kernel != "documents" and tuple(map(int, kernel.split("."))) >= (6, 5) else -errno.EIO
        self.pages = max(0, m["size"] - m["pfn_pad"] - m["data_offset"]) // self.page
        self.bad = []
        return {"result": 0}

    def direct_access(self, m):
        pgoff, nr = m["pgoff"], m["nr_pages"]
        if nr < 0:
            return {"result": -errno.EINVAL}
        if pgoff >= self.pages:
            return {"result": -errno.ENXIO}
        nr = min(nr, self.pages - pgoff)
        with self.lock:
            bad = self.first_bad_page(pgoff, nr)
        if nr > 0 and bad == pgoff:
            if m["mode"] != "recovery_write":
                return {"result": self.poison}
            bad += 1                    # the bad page itself, to be written over
        answer, where = {"result": bad - pgoff}, self.data + pgoff * self.page
        if m["kaddr"]:
            answer["kaddr"] = where
        if m["pfn"]:
            answer["pfn"] = (self.phys + where) // self.page
        return answer

    def zero_page_range(self, m):
        pgoff, nr = m["pgoff"], m["nr_pages"]
        if pgoff >= self.pages or nr > self.pages - pgoff:
            return {"result": -errno.ENXIO}
        with self.lock:
            if not self.clear_poison(pgoff, nr):
                return {"result": -errno.EIO}
            self.write(pgoff, 0, bytes(nr * self.page))
        return {"result": 0}

    def recovery_write(self, m):
        pgoff, offset, data = m["pgoff"], m["offset"], base64.b64decode(m["data"])
        if pgoff >= self.pages or offset + len(data) > (self.pages - pgoff) * self.page:
            return {"result": 0}
        nr = -(-(offset + len(data)) // self.page)
        with self.lock:
            if self.first_bad_page(pgoff, nr) < pgoff + nr:
                # Poison goes page by page: half a page would stay half bad.
                if offset or len(data) % self.page or not self.clear_poison(pgoff, nr):
                    return {"result": 0}
            self.write(pgoff, offset, data)
        return {"result": len(data)}

    def badblocks_set(self, m):
        if m["sectors"] == 0:
            return {"result": -errno.EINVAL}
        with self.lock:
            start, end = span(m)
            self.carve(start, end)
            if self.broken == "checks-without-the-lock":
                time.sleep(0.005)
            self.bad = sorted([*self.bad, (start, end, m["acknowledged"])])
        return {"result": 0}

    def badblocks_clear(self, m):
        with self.lock:
            self.carve(*span(m))
        return {"result": 0}

    def badblocks_check(self, m):
        start, end = span(m)
        with contextlib.nullcontext() if self.broken == "checks-without-the-lock" else self.lock:
            met = [b for b in self.bad if b[0] < end and b[1] > start]
        if not met:
            return {"result": 0}
        return {"result": 1 if all(b[2] for b in met) else -1, "first_bad": met[0][0], "bad_sectors": met[0][1] - met[0][0]}

    def carve(self, start, end):
        """Takes sectors off the record. A record may become two."""
        pieces = [p for s, e, a in self.bad for p in ((s, min(e, start), a), (max(s, end), e, a)) if p[0] < p[1]]
        self.bad = pieces if start < end else self.bad

    def first_bad_page(self, pgoff, nr):
        """The first bad page of [pgoff, pgoff + nr), or pgoff + nr."""
        per_page = self.page // SECTOR
        start, end = pgoff * per_page, (pgoff + nr) * per_page
        bad = [max(s, start) for s, e, _ in self.bad if s < end and e > start]
        return min(bad) // per_page if bad else pgoff + nr

    def clear_poison(self, pgoff, nr):
        """One clear-poison command for whole pages; false: it does not clear all of them."""
        if self.first_bad_page(pgoff, nr) == pgoff + nr:
            return True
        if self.clear_limit < nr * self.page:
            return False
        self.carve(pgoff * self.page // SECTOR, (pgoff + nr) * self.page // SECTOR)
        return True

    def write(self, pgoff, offset, data):
        os.pwrite(self.file, data, self.at + self.data + pgoff * self.page + offset)


def main():
    broken = sys.argv[2] if sys.argv[1:2] == ["--break"] and len(sys.argv) == 3 else None
    if len(sys.argv) > 1 and broken not in BREAKS:
        sys.exit("usage: overlapping.py [--break NAME]\n" + "".join(f"  {name}: {says}\n" for name, says in BREAKS.items()))
    driver, output = Driver(broken), threading.Lock()

    def answer(message):
        told = {"id": message["id"], **getattr(driver, message["call"])(message)}
        if broken == "answers-another" and message["call"] == "direct_access":
            told["id"] -= 1
        with output:
            print(json.dumps(told), flush=True)

    for line in sys.stdin:
        message = json.loads(line)
        if message["call"] in ("hello", "open"):
            answer(message)             # these never overlap others
        else:
            threading.Thread(target=answer, args=(message,)).start()


main()
