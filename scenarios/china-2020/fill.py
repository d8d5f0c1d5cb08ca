#!/usr/bin/env python3
"""Writes the tables of this scenario from reported/ (what somebody printed) and assumptions.toml (what nobody did).

    python3 fill.py            writes the tables
    python3 fill.py --check    writes nothing; exit status 1 if a table differs or a total is wrong

Python 3.11 or later, standard library only. The same inputs give the same bytes everywhere.
"""
import csv
import hashlib
import io
import sys
import tomllib
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
END = date(2020, 4, 30)
CENSUS = 1_409_778_724
LAST_FIT = "2020-02-22"
TABLES = {
    "prefectures": "code name_zh name_en lat lon population source confidence",
    "counties": "code name_zh name_en prefecture lat lon source confidence note",
    "risk": "county date grade source confidence",
    "enterprises": "id name_zh name_en county listed_on staff_present staff_away recruit_share compliance source confidence",
    "lines": "id enterprise item number speed_per_minute nominal_hours worked_hours shift_hours workers_per_shift availability "
    "route ordered_on delivery_days install_days opening_age_days commissioning_start commissioning_days quality_start "
    "quality_end quality_days price_yuan subsidy_need source confidence",
    "stocks": "id place item amount source confidence",
    "supply": "id item place route from to per_day source confidence",
    "demand": "id kind prefecture persons masks_per_person_day profile products backlog_share backlog_days source confidence",
    "profiles": "profile date value source confidence",
    "observed": "date scope metric value use error source confidence note",
}
ASSUMED = {"source": "assumed", "confidence": "assumed"}
MAKERS = {
    "existing": ("原有口罩企业", "mask makers of old"),
    "converted": ("转产企业", "factories that changed over"),
    "new": ("新设口罩企业", "new makers"),
}


def chance(*words):
    """A number from 0 to 1, always the same for the same words."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return Fraction(int.from_bytes(digest[:8], "big"), 2**64)


def apportion(total, weights):
    """Shares a whole total out by weight: floors, then the largest fractions, ties by key."""
    whole = sum(Fraction(str(weight)) for weight in weights.values())
    ideal = {key: Fraction(total) * Fraction(str(weight)) / whole for key, weight in weights.items()}
    shares = {key: int(value) for key, value in ideal.items()}
    by_fraction = sorted(ideal, key=lambda key: (shares[key] - ideal[key], key))
    for key in by_fraction[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def number(value):
    """A number as people write it: no exponent, no trailing zeros."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def triangular(value, low, mode, high):
    return f"triangular({number(value * low)}, {number(value * mode)}, {number(value * high)}) shared"


def reported(name):
    with open(HERE / "reported" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class World:
    def __init__(self):
        with open(HERE / "assumptions.toml", "rb") as file:
            self.assumed = tomllib.load(file)
        self.regions = reported("regions")
        self.population = {row["code"]: int(row["population"]) for row in self.regions}
        self.series = reported("series")
        self.lines = []
        for name, wave in self.assumed["wave"].items():
            self.add_wave(name, wave)
        self.share_among_makers()

    def add_wave(self, name, wave):
        """The machines of a wave, region by region, in rows of a few machines, each with its day of order."""
        hours, lines = self.assumed["hours"], self.assumed["lines"]
        curve = self.assumed["curve"][wave["curve"]]
        for item, total in wave["machines"].items():
            speed = wave["speed"][item]
            by = self.assumed["region"]["n95" if item == "n95" else wave["by"]]
            for code, machines in sorted(apportion(total, by).items()):
                most = self.assumed["group"]["machines"]
                rows = -(-machines // most) if machines else 0
                for index, count in sorted(apportion(machines, {n: 1 for n in range(rows)}).items()):
                    line = f"{name}-{item}-{code[:2]}" + (f"-{index + 1}" if rows > 1 else "")
                    ordered = ""
                    if "ordered" in wave:
                        first, last = map(date.fromisoformat, wave["ordered"])
                        ordered = first + timedelta(int(chance(line, "ordered") * ((last - first).days + 1)))
                    self.lines.append({
                        **ASSUMED, "id": line, "pool": (code, wave["maker"]), "item": item, "number": count,
                        "speed": speed, "speed_per_minute": triangular(speed, *wave["level"]) if "level" in wave else speed,
                        "nominal_hours": hours["nominal"][wave["curve"]],
                        "worked_hours": hours["worked"], "shift_hours": hours["shift"], "workers_per_shift": curve["crew"],
                        "availability": lines["availability"], "route": wave["route"], "ordered_on": ordered,
                        "delivery_days": wave.get("delivery", 0), "install_days": wave.get("install", 0),
                        "opening_age_days": 0 if ordered else lines["opening_age_days"],
                        "commissioning_start": curve["commissioning_start"], "commissioning_days": curve["commissioning_days"],
                        "quality_start": curve["quality_start"], "quality_end": curve["quality_end"],
                        "quality_days": curve["quality_days"], "price_yuan": curve["price"], "subsidy_need": 0,
                    })

    def share_among_makers(self):
        """Rows of a region and origin go to its makers in turn, so that none grows beyond what one may claim."""
        pools = {}
        for line in self.lines:
            pools.setdefault(line["pool"], []).append(line)
        self.makers = {}
        for (code, origin), lines in sorted(pools.items()):
            pieces = sum(line["number"] * line["speed"] for line in lines)
            count = min(-(-pieces // self.assumed["group"]["pieces_per_minute"]), sum(line["item"] == "flat" for line in lines) or 1)
            for index, line in enumerate(lines):
                line["enterprise"] = f"{code[:2]}-{origin}-{index % count + 1}"
                self.makers[line["enterprise"]] = (code, origin)


def seat(code):
    return code[:2] + "0100"


def prefectures(world):
    return world.regions


def counties(world):
    note = "stands for the whole region"
    return [
        {**row, "code": seat(row["code"]), "name_zh": row["seat_zh"], "name_en": row["seat_en"], "prefecture": row["code"], "note": note}
        for row in world.regions
    ]


def risk(world):
    rows, given = [], world.assumed["risk"]
    for code in world.population:
        medium = [["2020-01-24", "medium"], [given["medium_to"], "low"]] if code in given["medium"] else [["2020-01-24", "low"]]
        for day, grade in given.get(code, medium):
            rows.append({**ASSUMED, "county": seat(code), "date": day, "grade": grade})
    return rows


def enterprises(world):
    """Own people of old makers go by the machines they had, of others by those on order."""
    rows, staff, regions = [], world.assumed["staff"], {row["code"]: row for row in world.regions}
    for maker, (code, origin) in world.makers.items():
        name_zh, name_en = MAKERS[origin]
        own_lines = [line for line in world.lines if line["enterprise"] == maker and (origin != "existing" or line["route"] == "existing")]
        own = sum(line["number"] for line in own_lines) * staff["crew"] * Fraction(str(staff["own_shifts"][origin]))
        share = staff["present_hubei"] if code == "420000" and origin == "existing" else staff["present"][origin]
        present = round(own * Fraction(str(share)) * (1 + Fraction(str(staff["spread"])) * (2 * chance(maker, "present") - 1)))
        rows.append({
            **ASSUMED, "id": maker, "name_zh": f"{regions[code]['name_zh']}{name_zh}{maker.rsplit('-', 1)[1]}",
            "name_en": f"{regions[code]['name_en']}, {name_en} {maker.rsplit('-', 1)[1]}", "county": seat(code),
            "listed_on": staff["listed"][origin], "staff_present": triangular(present, *staff["level"]), "staff_away": round(own) - present,
            "recruit_share": staff["recruit_share"][origin], "compliance": staff["compliance"],
        })
    return rows


def lines(world):
    return world.lines


def stocks(world):
    given = world.assumed["stocks"]
    rows = [{"id": "depot-meltblown", "place": "depot", "item": "meltblown", "amount": world.assumed["meltblown"]["depot"]}]
    rows += [{"id": f"pool-{item}", "place": "pool", "item": item, "amount": amount} for item, amount in given["pool"].items()]
    for code, people in world.population.items():
        for item, per_head in given["per_head"].items():
            rows.append({"id": f"{code}-{item}", "place": code, "item": item, "amount": int(people * Fraction(str(per_head)))})
    return [{**ASSUMED, **row} for row in rows]


def supply(world):
    given, rows = world.assumed["meltblown"], []
    for (day, tonnes), after in zip(given["inflow"], given["inflow"][1:] + [[str(END + timedelta(1)), 0]]):
        last = date.fromisoformat(after[0]) - timedelta(1)
        rows.append({
            "id": f"meltblown-{day[5:7]}{day[8:]}", "item": "meltblown", "place": "depot", "route": "purchase", "from": day, "to": last,
            "per_day": f"lognormal({number(tonnes * 1000)}, {given['sigma']}) shared",
        })
    imports, reason = world.assumed["masks_in"], {"source": "customs, 2 and 12 February 2020, by population; later days assumed", "confidence": "D"}
    spread = (1 - imports["spread"], 1, 1 + imports["spread"])
    for first, last, pieces in imports["purchase"]:
        pool = round(pieces * Fraction(str(imports["to_pool"])))
        for place, amount in {"pool": pool, **apportion(pieces - pool, world.population)}.items():
            rows.append({
                "id": f"imports-{place}-{first[5:7]}{first[8:]}", "item": "flat", "place": place, "route": "purchase", "from": first, "to": last,
                "per_day": triangular(amount, *spread), **(reason if first < "2020-02-12" else ASSUMED),
            })
    return [{**ASSUMED, **row} for row in rows]


def demand(world):
    given, rows = world.assumed["demand"], []

    def add(name, kind, persons, masks, products, profile="", place="", **said):
        rows.append({
            **ASSUMED, "id": name, "kind": kind, "prefecture": place, "persons": persons, "masks_per_person_day": masks, "profile": profile,
            "products": products, "backlog_share": given["backlog_share"][kind], "backlog_days": given["backlog_days"][kind], **said,
        })

    add("national-flat", "national", 1, given["national"]["flat"], "surgical flat", "national")
    add("national-n95", "national", 1, given["national"]["n95"], "n95", "national", source="NDRC, 24 February 2020: 3.3 M since 1 February, 150 k a day lately", confidence="D")
    front, city = given["frontline"], given["city"]
    shared = {
        "frontline": round(front["workers"] * Fraction(str(front["on_post"]))),
        "key-projects": given["project_workers"],
        "key-enterprises": round(given["workers"] * Fraction(str(given["key_share"]))),
        "essential-work": round(given["workers"] * (1 - Fraction(str(given["key_share"])))) - given["project_workers"],
    }
    parts = {name: apportion(total, world.population) for name, total in shared.items()}
    health = {"source": "health workers of the nation (Wu et al. 2020) by population; masks a day assumed", "confidence": "D"}
    workers = {"source": "workers of the nation (press, 20 February 2020) by population; masks a day assumed", "confidence": "D"}
    for code, people in world.population.items():
        add(f"frontline-{code}", "frontline", parts["frontline"][code], front["masks"], "surgical flat", "", code, **health)
        clinics = int(people * given["clinics"]["staff_per_100k"] / 100_000)
        add(f"frontline-n95-clinics-{code}", "frontline", clinics, given["clinics"]["masks"], "n95", "", code)
        if code == given["wards"]["region"]:
            add(f"frontline-n95-wards-{code}", "frontline", given["wards"]["persons"], given["wards"]["masks"], "n95", "wards", code)
        add(f"key-projects-{code}", "key_projects", parts["key-projects"][code], given["key"], "flat surgical", "projects", code)
        add(f"key-enterprises-{code}", "key_enterprises", parts["key-enterprises"][code], given["key"], "flat surgical", "work", code, **workers)
        add(f"essential-work-{code}", "essential", parts["essential-work"][code], given["work"], "flat surgical", "work", code, **workers)
        add(f"essential-city-{code}", "essential", int(people * Fraction(str(city["persons_per_head"]))), city["masks"], "flat surgical", "city", code)
        add(f"public-{code}", "public", people, given["public"]["masks"], "flat surgical", "public", code, source="residents (census 2020); masks a day assumed", confidence="D")
    return rows


def profiles(world):
    return [{**ASSUMED, "profile": name, "date": day, "value": value} for name, points in world.assumed["profile"].items() for day, value in points]


def observed(world):
    return [{**row, "scope": "province", "value": number(row["value"])} for row in world.series if row["use"]]


def problems(world):
    """Totals that have to hold."""
    if sum(world.population.values()) != CENSUS or len(world.population) != 31:
        yield f"31 regions do not add up to {CENSUS}"
    for row in world.series:
        if row["use"] and row["use"] != ("fit" if row["date"] <= LAST_FIT else "test"):
            yield f"{row['date']} {row['metric']}: fit is for days up to {LAST_FIT}, test for days after it"
    ids = [line["id"] for line in world.lines]
    if len(ids) != len(set(ids)):
        yield "an id of a line occurs twice"
    for name, wave in world.assumed["wave"].items():
        made = sum(line["number"] for line in world.lines if line["id"].startswith(name + "-"))
        if made != sum(wave["machines"].values()):
            yield f"wave {name}: {made} machines"


def main():
    world, check, wrong = World(), "--check" in sys.argv[1:], False
    for name, columns in TABLES.items():
        out = io.StringIO()
        writer = csv.DictWriter(out, columns.split(), extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(globals()[name](world))
        path = HERE / f"{name}.csv"
        if not check:
            path.write_text(out.getvalue(), encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != out.getvalue():
            print(f"{name}.csv differs from what fill.py writes")
            wrong = True
    for problem in problems(world):
        print(problem)
        wrong = True
    sys.exit(wrong)


main()
