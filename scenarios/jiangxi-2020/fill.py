#!/usr/bin/env python3
"""Writes the tables of this scenario from reported/ (what somebody printed) and assumptions.toml (what nobody did).

    python3 fill.py            writes the tables
    python3 fill.py --check    writes nothing; exit status 1 if a table differs or a total is wrong

Python 3.11 or later, standard library only. The same inputs give the same bytes everywhere: what has to look
random is a SHA-256 of the row's id, and all arithmetic that ends up in a table is in whole or decimal numbers.
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
START, END = date(2020, 1, 24), date(2020, 4, 30)
GRADE_DATES = ["2020-02-21", "2020-02-26", "2020-03-13"]
TABLES = {
    "prefectures": "code name_zh name_en lat lon population source confidence",
    "counties": "code name_zh name_en prefecture lat lon source confidence",
    "risk": "county date grade source confidence",
    "enterprises": "id name_zh name_en county listed_on staff_present staff_away recruit_share compliance source confidence",
    "lines": "id enterprise item number speed_per_minute nominal_hours worked_hours shift_hours workers_per_shift availability "
    "route ordered_on delivery_days install_days opening_age_days commissioning_start commissioning_days quality_start "
    "quality_end quality_days price_yuan subsidy_need source confidence",
    "stocks": "id place item amount source confidence",
    "supply": "id item place route from to per_day sends_item sends_per_day returns_after_days source confidence",
    "demand": "id kind prefecture persons masks_per_person_day profile products backlog_share backlog_days source confidence",
    "profiles": "profile date value source confidence",
    "observed": "date scope metric value use error source confidence",
}
ASSUMED = {"source": "assumed", "confidence": "assumed"}


# ── Small tools ─────────────────────────────────────────────────────────────────────────────────────────────────


def chance(*words):
    """A number from 0 to 1, always the same for the same words."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return Fraction(int.from_bytes(digest[:8], "big"), 2**64)


def pick(choices, *words):
    return choices[int(chance(*words) * len(choices))]


def between(first, last, *words):
    """A date between two dates, both included."""
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return first + timedelta(int(chance(*words) * ((last - first).days + 1)))


def apportion(total, weights):
    """Shares a whole total out by weight: floors, then the largest fractions, ties by key."""
    whole = sum(weights.values())
    ideal = {key: Fraction(total) * Fraction(weight) / Fraction(whole) for key, weight in weights.items()}
    shares = {key: int(value) for key, value in ideal.items()}
    by_fraction = sorted(ideal, key=lambda key: (shares[key] - ideal[key], key))
    for key in by_fraction[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def plain(value):
    """A number as people write it: no exponent, no trailing zeros."""
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return text or "0"
    return str(value)


def reported(name):
    with open(HERE / "reported" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def around(value, spread):
    """A triangular distribution as far to the left as to the right, drawn once for all rows that say so."""
    low, high = round(value * (1 - spread)), round(value * (1 + spread))
    return f"triangular({low}, {value}, {high}) shared"


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────────


def prefectures(world):
    return [{**row, "confidence": "A"} for row in world.prefectures]


def counties(world):
    return [dict(row) for row in world.counties]


def risk(world):
    """A grade from each list on which it changed; the first list always."""
    rows = []
    for county in world.counties:
        before = None
        for day in GRADE_DATES:
            grade = county["grade_" + day.replace("-", "_")]
            if grade != before:
                list_of = f"list of the province, {day}"
                rows.append({"county": county["code"], "date": day, "grade": grade, "source": list_of, "confidence": "A"})
            before = grade
    return rows


# ── Makers ──────────────────────────────────────────────────────────────────────────────────────────────────────


class World:
    """The inputs, and the makers and lines that are filled in."""

    def __init__(self):
        with open(HERE / "assumptions.toml", "rb") as file:
            self.assumed = tomllib.load(file)
        self.prefectures = reported("prefectures")
        self.counties = reported("counties")
        self.named = reported("makers")
        self.makers = []
        self.lines = []
        self.population = {row["code"]: int(row["population"]) for row in self.prefectures}
        self.urban = {row["code"]: int(row["urban_population"]) for row in self.prefectures}
        self.name_of = {row["code"]: (row["name_zh"].removesuffix("市"), row["name_en"]) for row in self.prefectures}
        self.counties_of = {}
        for row in self.counties:
            self.counties_of.setdefault(row["prefecture"], []).append(row["code"])
        self.add_named()
        self.add_assumed()
        self.add_lines()
        self.add_meltblown_maker()

    # Who there is

    def add_maker(self, group, listed_on, **row):
        self.makers.append({"group": group, "listed_on": listed_on, **row})

    def add_named(self):
        groups = {"jiangxi-3l": "first", "meibaoli": "first", "gemei": "first", "chaoyang": "first", "shanggao": "second"}
        conversions = {"ofilm"}
        for row in self.named:
            if row["id"].startswith("(") or any(maker["id"] == row["id"] for maker in self.makers):
                continue
            group = groups.get(row["id"], "conversion" if row["id"] in conversions else "ordered")
            where = {"A": "place as reported", "B": "place as reported", "C": "place as reported"}
            place = where.get(row["county_confidence"], "county assumed")
            self.add_maker(
                group,
                self.listing(group, row["id"]),
                id=row["id"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                county=row["county"],
                source=f"{row['source']}; {place}; listing and staff assumed",
                confidence=row["confidence"],
            )

    def add_assumed(self):
        """Makers that nobody named: Jinxian's cluster, the first lists, then by prefecture."""
        plan = self.assumed["makers"]
        for number in range(1, plan["jinxian"]):
            group = "first" if number < plan["jinxian_first"] else "second"
            self.add_synthetic("360124", group, f"jinxian-{number:02}", "进贤口罩企业", "Jinxian mask maker", number)
        for group in ("first", "second"):
            for code, count in plan[group].items():
                for _ in range(count):
                    self.add_in(code, group)
        left = plan["listed_feb29"] - len(self.makers)
        by_population = apportion(left - sum(plan["more_in"].values()), self.population)
        places = [code for code in self.population for _ in range(by_population[code] + plan["more_in"].get(code, 0))]
        ranked = sorted(range(len(places)), key=lambda place: chance("conversion", place))
        converts = set(ranked[: self.assumed["wave"]["conversion"]["makers"]])
        for place, code in enumerate(places):
            self.add_in(code, "conversion" if place in converts else "ordered")

    def add_in(self, code, group):
        """A maker somewhere in a prefecture."""
        kind = {"conversion": ("converted", "转产企业", "converted firm"), "ordered": ("new", "新建企业", "new maker")}
        tag, zh, en = kind.get(group, ("maker", "口罩企业", "mask maker"))
        prefix = f"{self.name_of[code][1].lower().replace(chr(39), '')}-{tag}-"
        number = 1 + sum(maker["id"].startswith(prefix) for maker in self.makers)
        identity = f"{prefix}{number:02}"
        name_zh, name_en = self.name_of[code]
        county = pick(self.counties_of[code], "county", identity)
        self.add_synthetic(county, group, identity, name_zh + zh, f"{name_en} {en}", number)

    def add_synthetic(self, county, group, identity, name_zh, name_en, number):
        self.add_maker(
            group,
            self.listing(group, identity),
            id=identity,
            name_zh=f"{name_zh}{number:02}",
            name_en=f"{name_en} {number:02}",
            county=county,
            **ASSUMED,
        )

    def listing(self, group, identity):
        """On the provincial list: reported are only the counts on three dates."""
        if group == "first":
            return START
        if group == "second":
            return between("2020-02-01", "2020-02-20", "listing", identity)
        if group == "conversion":
            return between("2020-02-21", "2020-02-24", "listing", identity)
        return between("2020-02-24", "2020-02-29", "listing", identity)

    # What they run

    def add_lines(self):
        self.named_lines()
        self.small_machines()
        self.expansions()
        self.conversions()
        self.february_orders()
        self.march_orders()

    def group(self, *groups):
        return [maker["id"] for maker in self.makers if maker["group"] in groups]

    def has_named_lines(self, identity):
        return any(row["enterprise"] == identity for row in self.assumed["named_line"])

    def add_line(self, enterprise, wave, item, number, speed, **row):
        count = 1 + sum(line["enterprise"] == enterprise for line in self.lines)
        self.lines.append(
            {
                "id": f"{enterprise}-{item}-{count}",
                "enterprise": enterprise,
                "wave": wave,
                "item": item,
                "number": number,
                "speed_per_minute": speed,
                **row,
            }
        )

    def item_for(self, wave, identity):
        share = Fraction(str(self.assumed["makers"]["surgical"][wave]))
        return "surgical" if chance("surgical", wave, identity) < share else "flat"

    def waved(self, wave, enterprise, number, speed, ordered_on=None):
        how = self.assumed["wave"][wave]
        row = {"source": "assumed", "confidence": "assumed", "subsidy_need": self.need_of_subsidy(wave, enterprise)}
        if wave != "existing":
            row["ordered_on"] = ordered_on or between(how["from"], how["to"], "order", wave, enterprise)
            row["delivery_days"], row["install_days"] = how["delivery"], how["install"]
        self.add_line(enterprise, wave, self.item_for(wave, enterprise), number, speed, **row)

    def need_of_subsidy(self, wave, enterprise):
        if wave == "march":
            return self.assumed["wave"]["march"]["subsidy_need"]
        share = Fraction(str(self.assumed["lines"]["needs_subsidy"].get(wave, 0)))
        return self.assumed["lines"]["subsidy_need"] if chance("subsidy", enterprise) < share else 0

    def named_lines(self):
        waves = {"existing": "existing", "retrofit": "retrofit", "expansion": "expansion", "conversion": "conversion", "new": "ordered"}
        of = {row["id"]: row for row in self.named}
        for line in self.assumed["named_line"]:
            row = {"source": f"{of[line['enterprise']]['source']}; fitted: {line['why']}", "confidence": "D", "subsidy_need": 0}
            if line["route"] != "existing":
                row["ordered_on"] = date.fromisoformat(line["ordered_on"])
                row["delivery_days"], row["install_days"] = line["delivery"], line["install"]
            self.add_line(line["enterprise"], waves[line["route"]], line["item"], line["number"], line["speed"], **row)

    def small_machines(self):
        wave = self.assumed["wave"]
        for group, count in (("first", "first_makers"), ("second", "other_makers")):
            for identity in self.group(group):
                if not self.has_named_lines(identity):
                    speed = pick(wave["existing"]["speeds"], "speed", "existing", identity)
                    self.waved("existing", identity, wave["existing"][count], speed)
        makers = sorted(self.group("first", "second"), key=lambda identity: chance("retrofit", identity))
        makers = [identity for identity in makers if not self.has_named_lines(identity)]
        for identity in makers[: wave["retrofit"]["machines"]]:
            self.waved("retrofit", identity, 1, pick(wave["retrofit"]["speeds"], "speed", "retrofit", identity))

    def expansions(self):
        how = self.assumed["wave"]["expansion"]
        makers = sorted(self.group("first", "second"), key=lambda identity: chance("expansion", identity))
        for turn in range(how["machines"]):
            identity = makers[turn % len(makers)]
            self.waved("expansion", identity, 1, pick(how["speeds"], "speed", "expansion", identity))

    def conversions(self):
        how = self.assumed["wave"]["conversion"]
        makers = [identity for identity in self.group("conversion") if not self.has_named_lines(identity)]
        makers.sort(key=lambda identity: chance("second machine", identity))
        for turn in range(how["machines"]):
            identity = makers[turn % len(makers)]
            self.waved("conversion", identity, 1, pick(how["speeds"], "speed", "conversion", identity))

    def february_orders(self):
        """What is left of the reported plan, as machines on order; speeds are bent until the sum is exact."""
        hours = self.assumed["hours"]["worked"]
        left, rest = divmod(self.assumed["plan"]["planned"], 60 * hours)
        assert rest == 0, "the planned total must be a whole number of pieces a minute at worked hours"
        left -= sum(line["number"] * line["speed_per_minute"] for line in self.lines)
        makers = [identity for identity in self.group("ordered") if not self.has_named_lines(identity)]
        n95 = sorted(makers, key=lambda identity: chance("n95", identity))[: self.assumed["makers"]["n95_on_order"]]
        for identity in n95:
            how = self.assumed["wave"]["ordered"]
            ordered = between(how["from"], how["to"], "order", "n95", identity)
            row = {"delivery_days": "triangular(42, 80, 150)", "install_days": how["install"], **ASSUMED}
            self.add_line(identity, "ordered", "n95", 1, 35, ordered_on=ordered, subsidy_need=0, **row)
            left -= 35
        machines = left // self.assumed["wave"]["ordered"]["mean_speed"]
        weights = {identity: pick([1, 1, 1, 2, 2, 3, 5], "size", identity) for identity in makers}
        more = apportion(machines - len(makers), weights)
        speeds = {
            (identity, machine): pick([80, 90, 100, 110, 120], "speed", "ordered", identity, machine)
            for identity in makers
            for machine in range(1 + more[identity])
        }
        in_turn = sorted(speeds, key=lambda key: chance("bend", *key))
        turn = 0
        while (gap := left - sum(speeds.values())) != 0:
            key = in_turn[turn % len(in_turn)]
            step = max(-5, min(5, gap))
            if 80 <= speeds[key] + step <= 120:
                speeds[key] += step
            turn += 1
            assert turn < 10**6, "no speeds between 80 and 120 add up to the plan"
        for identity in makers:
            mine = sorted(speeds[key] for key in speeds if key[0] == identity)
            for batch, speed in enumerate(sorted(set(mine))):
                how = self.assumed["wave"]["ordered"]
                ordered = between(how["from"], how["to"], "order", "ordered", identity, batch)
                self.waved("ordered", identity, mine.count(speed), speed, ordered)

    def march_orders(self):
        how = self.assumed["wave"]["march"]
        makers = sorted(self.group("ordered"), key=lambda identity: chance("march", identity))
        for identity in makers[: how["makers"]]:
            self.waved("march", identity, how["machines"], how["speed"])

    def add_meltblown_maker(self):
        """Not one of the 220: they are on the list for masks, this one makes material for all of them."""
        plan = self.assumed["meltblown"]
        source = "China News Service, 4 March 2020 (one maker in the province); name, place and size assumed"
        self.add_maker(
            "meltblown",
            None,
            id="meltblown-maker",
            name_zh="省内熔喷布企业（名称未见）",
            name_en="Meltblown maker (name not seen)",
            county="360121",
            source=source,
            confidence="A",
        )
        speed, running = plan["maker_speed"], plan["maker_availability"]
        self.add_line("meltblown-maker", "existing", "meltblown", 1, speed, worked_hours=24, nominal_hours=24,
                      availability=running, subsidy_need=0, source=source, confidence="assumed")


def enterprises(world):
    staff = world.assumed["staff"]
    rows = []
    for maker in world.makers:
        own = [line for line in world.lines if line["enterprise"] == maker["id"]]
        settled = [line for line in own if line["wave"] in ("existing", "retrofit")] or own
        # Half-automatic lines at 4.2 a shift, automatic ones at 4.1: the middle of the assumed distributions.
        crew = sum(Fraction(line["number"]) * Fraction("4.15") * world.assumed["hours"]["worked"] / 8 for line in settled)
        group = {"first": "existing", "second": "existing", "meltblown": "existing"}.get(maker["group"], maker["group"])
        group = "recalled" if maker["id"] in ("jiangxi-3l", "meibaoli") else group
        spread = Fraction(str(staff["spread"])) * (2 * chance("present", maker["id"]) - 1)
        share = Fraction(str(staff["present"][group])) + spread
        people = -(-crew.numerator // crew.denominator)
        if maker["id"] == "meltblown-maker":
            people, share = 14, Fraction(3, 10)
        present = round(people * share)
        rows.append(
            {
                **maker,
                "staff_present": present,
                "staff_away": people - present,
                "recruit_share": staff["recruit_share"],
                "compliance": world.assumed["makers"]["compliance"],
            }
        )
    return rows


def lines(world):
    hours, curves = world.assumed["hours"], world.assumed["lines"]
    small = {"existing", "retrofit"}
    rows = []
    for line in world.lines:
        wave, existing = line["wave"], line["wave"] == "existing"
        curve = curves[wave if wave in small else "new"]
        row = {
            "nominal_hours": hours["nominal"],
            "worked_hours": hours["worked"],
            "shift_hours": hours["shift"],
            "workers_per_shift": world.assumed["staff"]["crew"]["half_automatic" if wave in small else "automatic"],
            "availability": curves["availability"],
            "route": {"ordered": "new", "march": "new"}.get(wave, wave),
            "opening_age_days": curves["opening_age_days"] if existing else 0,
            "delivery_days": 0,
            "install_days": 0,
            "price_yuan": price(curves["price"], line),
            **curve,
        }
        rows.append({**row, **line})
    return rows


def price(prices, line):
    if line["item"] in ("n95", "meltblown"):
        return prices[line["item"]]
    if line["wave"] in ("existing", "retrofit"):
        return prices["half_automatic"]
    return prices[{1: "january", 2: "february", 3: "march"}[line["ordered_on"].month]]


# ── Streams and stocks ──────────────────────────────────────────────────────────────────────────────────────────


def stocks(world):
    plan = world.assumed["stocks"]
    rows = [{"id": "depot-meltblown", "place": "depot", "item": "meltblown", "amount": world.assumed["meltblown"]["depot"]}]
    for item, amount in plan["pool"].items():
        rows.append({"id": f"pool-{item}", "place": "pool", "item": item, "amount": amount})
    for code, people in world.population.items():
        for item, per_head in plan["per_head"].items():
            amount = round(people * Fraction(str(per_head)))
            rows.append({"id": f"{code}-{item}", "place": code, "item": item, "amount": amount})
    return [{**row, **ASSUMED} for row in rows]


def supply(world):
    plan, masks = world.assumed["meltblown"], world.assumed["masks_in"]
    rows = []
    ends = [date.fromisoformat(day) - timedelta(1) for day, _ in plan["inflow"][1:]] + [END]
    allotted = Fraction(str(plan["allotted"]))
    for (first, kilograms), last in zip(plan["inflow"], ends):
        for route, share in (("allotment", allotted), ("purchase", 1 - allotted)):
            identity = f"meltblown-{route}-{first[5:7]}{first[8:10]}"
            rows.append({"id": identity, "item": "meltblown", "place": "depot", "route": route, "from": first, "to": last,
                         "per_day": around(round(kilograms * share), plan["spread"])})
    surgical = Fraction(str(masks["surgical_share"]))
    for number, (first, last, pieces) in enumerate(masks["purchase"], 1):
        for item, share in (("flat", 1 - surgical), ("surgical", surgical)):
            rows.append({"id": f"masks-purchase-{item}-{number}", "item": item, "place": "pool", "route": "purchase",
                         "from": first, "to": last, "per_day": around(round(pieces * share), masks["purchase_spread"])})
    rows.append({"id": "cooperation-processed", "item": "flat", "place": "pool", "route": "cooperation", "from": masks["from"],
                 "to": END, "per_day": masks["processed"]["pieces"], "sends_item": "meltblown",
                 "sends_per_day": masks["processed"]["kg_sent"], "returns_after_days": masks["processed"]["returns_after"]})
    rows.append({"id": "cooperation-ordered", "item": "flat", "place": "pool", "route": "cooperation", "from": masks["from"],
                 "to": END, "per_day": masks["ordered"]["pieces"]})
    return [{**row, **ASSUMED} for row in rows]


def demand(world):
    plan = world.assumed["demand"]
    need = {row["parameter"]: Fraction(row["value"]) for row in reported("need")}
    per_head = need["health workers, mainland"] / need["population, mainland"] * need["share on post"]
    industry = apportion(int(need["industrial workers above scale, Jiangxi"]), world.urban)
    projects = apportion(plan["key_projects"]["persons"], world.urban)
    key_share = Fraction(str(plan["key_enterprises"]["share"]))
    rows = []

    def stream(identity, kind, persons, masks, profile, products, source, prefecture=""):
        rows.append({"id": identity, "kind": kind, "prefecture": prefecture, "persons": persons, "masks_per_person_day": masks,
                     "profile": profile, "products": products, "backlog_share": plan["backlog_share"][kind],
                     "backlog_days": plan["backlog_days"][kind], "source": source, "confidence": "D" if source != "assumed" else "assumed"})

    for item in ("flat", "n95"):
        accepts = "n95" if item == "n95" else "flat surgical"
        stream(f"national-{item}", "national", 1, plan["national"][item], "national", accepts, "assumed")
    health = "health workers of the nation (Wu et al. 2020) by population (census 2020); masks a day assumed"
    workers = "industrial workers above scale (provincial press, 25 February 2020) by urban population; masks a day assumed"
    for code, people in world.population.items():
        persons = {
            "health": round(people * per_head),
            "clinics": round(people * Fraction(plan["clinics"]["staff_per_100k"], 100_000)),
            "key": round(industry[code] * key_share),
            "city": round(people * Fraction(str(plan["city"]["persons_per_head"]))),
        }
        masks = {key: value["masks"] for key, value in plan.items() if "masks" in value}
        here = {"prefecture": code}
        stream(f"frontline-{code}", "frontline", persons["health"], masks["frontline"], "", "surgical flat", health, **here)
        stream(f"frontline-n95-wards-{code}", "frontline", 1, masks["wards"], f"cases-{code}", "n95",
               "active cases (provincial health commission); masks a patient-day assumed", **here)
        stream(f"frontline-n95-clinics-{code}", "frontline", persons["clinics"], masks["clinics"], "", "n95", "assumed", **here)
        stream(f"key-projects-{code}", "key_projects", projects[code], masks["key_projects"], "projects", "flat surgical", "assumed", **here)
        stream(f"key-enterprises-{code}", "key_enterprises", persons["key"], masks["key_enterprises"], "work", "flat surgical", workers, **here)
        stream(f"essential-work-{code}", "essential", industry[code] - persons["key"], masks["work"], "work", "flat surgical", workers, **here)
        stream(f"essential-city-{code}", "essential", persons["city"], masks["city"], "city", "flat surgical",
               "use of Xiangyang (press, 2 February 2020) by population (census 2020)", **here)
        stream(f"public-{code}", "public", people, masks["public"], "public", "flat surgical",
               "population (census 2020); masks a day assumed between reported quotas", **here)
    return rows


def profiles(world):
    rows = []
    for name, points in world.assumed["profile"].items():
        source = "worker return (provincial press, 25 February and 12 March 2020), the rest assumed" if name == "work" else "assumed"
        for day, value in points:
            rows.append({"profile": name, "date": day, "value": value, "source": source, "confidence": "D" if name == "work" else "assumed"})
    for row in reported("cases"):
        active = int(row["confirmed"]) - int(row["cured"]) - int(row["dead"])
        rows.append({"profile": f"cases-{row['prefecture']}", "date": row["date"], "value": active,
                     "source": row["source"], "confidence": row["confidence"]})
    return sorted(rows, key=lambda row: (row["profile"], row["date"]))


def observed(world):
    return reported("series")


# ── Writing and checking ────────────────────────────────────────────────────────────────────────────────────────


def text_of(table, rows):
    header = TABLES[table].split()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        cells = (row.get(column, "") for column in header)
        writer.writerow("" if cell is None else plain(cell) for cell in cells)
    return out.getvalue()


def wrong_totals(world, tables):
    """What must hold whatever is assumed: the reported totals, unique ids, known places."""
    wrong = []

    def check(what, found, expected):
        if found != expected:
            wrong.append(f"{what}: {found}, not {expected}")

    plan = world.assumed["makers"]
    hours = world.assumed["hours"]["worked"]
    by_29_feb = [row for row in tables["lines"] if row["item"] != "meltblown" and (row.get("ordered_on") or START) <= date(2020, 2, 29)]
    planned = sum(row["number"] * row["speed_per_minute"] * 60 * hours for row in by_29_feb)
    check("planned capacity on 29 February", planned, world.assumed["plan"]["planned"])
    listed = [row["listed_on"] for row in tables["enterprises"] if row["listed_on"]]
    for day, count in ((START, "listed_start"), (date(2020, 2, 20), "listed_feb20"), (date(2020, 2, 29), "listed_feb29")):
        check(f"makers listed by {day}", sum(when <= day for when in listed), plan[count])
    jinxian = sum(row["county"] == "360124" for row in tables["enterprises"] if row["listed_on"] and row["listed_on"] <= date(2020, 2, 20))
    check("makers of Jinxian by 20 February", jinxian, plan["jinxian"])
    for table in ("enterprises", "lines", "stocks", "supply", "demand"):
        ids = [row["id"] for row in tables[table]]
        check(f"ids in {table} that occur once", len(set(ids)), len(ids))
    codes = {row["code"] for row in tables["counties"]}
    check("counties", len(codes), 100)
    check("prefectures", len(world.prefectures), 11)
    check("counties of makers that are not in counties.csv", sorted({row["county"] for row in tables["enterprises"]} - codes), [])
    makers = {row["id"] for row in tables["enterprises"]}
    check("makers without a line", sorted(makers - {row["enterprise"] for row in tables["lines"]}), [])
    check("lines without a maker", sorted({row["enterprise"] for row in tables["lines"]} - makers), [])
    return wrong


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    world = World()
    tables = {table: globals()[table](world) for table in TABLES}
    wrong = wrong_totals(world, tables)
    for table, rows in tables.items():
        path, text = HERE / f"{table}.csv", text_of(table, rows).encode()
        if not arguments:
            path.write_bytes(text)
        elif not path.exists() or path.read_bytes() != text:
            wrong.append(f"{path.name} is not what fill.py makes of its inputs")
    for finding in wrong:
        print(finding, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
