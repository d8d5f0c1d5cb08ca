//! balances.csv: every account × item, opening + in − out = closing.

use super::{File, Sheet, cells};
use crate::report::run::Run;
use crate::units::{Day, Whole};

/// Rows of one day: account, item, opening, in, out, closing.
struct Book<'a> {
    sheet: &'a mut Sheet,
    date: String,
}

impl Book<'_> {
    /// Writes an account; accounts that are empty and stay so are left out.
    fn account(
        &mut self,
        name: &str,
        item: &str,
        opening: i64,
        incoming: i64,
        outgoing: i64,
        closing: i64,
    ) {
        if (opening, incoming, outgoing, closing) != (0, 0, 0, 0) {
            self.sheet.row(&cells![
                self.date, name, item, opening, incoming, outgoing, closing
            ]);
        }
    }
}

pub(super) fn balances(run: &Run) -> File {
    let mut sheet = Sheet::new(
        "balances.csv",
        &["date", "account", "item", "opening", "in", "out", "closing"],
    );
    for day in run.days() {
        let mut book = Book {
            date: run.date(day),
            sheet: &mut sheet,
        };
        centre(run, day, &mut book);
        holdings(run, day, &mut book);
        makers(run, day, &mut book);
        prefectures(run, day, &mut book);
        streams(run, day, &mut book);
    }
    sheet.finish()
}

fn centre(run: &Run, day: Day, book: &mut Book) {
    let ledger = &run.ledger;
    for (at, material) in run.scenario.materials.iter().enumerate() {
        let of = |row: &[crate::units::Milligrams]| row[at].units();
        let incoming = of(ledger.depot_supplied.on(day)) + of(ledger.depot_arrived.on(day));
        let outgoing = of(ledger.depot_lent.on(day)) + of(ledger.depot_awarded.on(day));
        let (opening, closing) = (of(ledger.depot.opening(day)), of(ledger.depot.closing(day)));
        book.account("depot", &material.id, opening, incoming, outgoing, closing);
        let (opening, closing) = (
            of(ledger.to_depot.opening(day)),
            of(ledger.to_depot.closing(day)),
        );
        let (sent, arrived) = (
            of(ledger.depot_sent.on(day)),
            of(ledger.depot_arrived.on(day)),
        );
        book.account(
            "transit:depot",
            &material.id,
            opening,
            sent,
            arrived,
            closing,
        );
    }
    for (at, product) in run.scenario.products.iter().enumerate() {
        let of = |row: &[crate::units::Pieces]| row[at].units();
        let incoming = of(ledger.pool_supplied.on(day)) + of(ledger.pool_arrived.on(day));
        let (opening, closing) = (of(ledger.pool.opening(day)), of(ledger.pool.closing(day)));
        book.account(
            "pool",
            &product.id,
            opening,
            incoming,
            of(ledger.pool_dispatched.on(day)),
            closing,
        );
        let (opening, closing) = (
            of(ledger.to_pool.opening(day)),
            of(ledger.to_pool.closing(day)),
        );
        let (sent, arrived) = (
            of(ledger.pool_sent.on(day)),
            of(ledger.pool_arrived.on(day)),
        );
        book.account("transit:pool", &product.id, opening, sent, arrived, closing);
    }
}

fn holdings(run: &Run, day: Day, book: &mut Book) {
    let (world, ledger) = (&run.world, &run.ledger);
    let openness = world.enterprises.openness.row(day);
    for &holding in &world.holdings.by_enterprise {
        let holding = holding as usize;
        let enterprise = world.holdings.enterprise[holding].at();
        let id = &run.scenario.enterprises[enterprise].id;
        let item = run.material(world.holdings.material[holding]);
        let of = |row: &[crate::units::Milligrams]| row[holding].units();
        let landed = if openness[enterprise] > 0 {
            of(ledger.holding_supplied.on(day))
        } else {
            0
        };
        let (opening, closing) = (
            of(ledger.holding.opening(day)),
            of(ledger.holding.closing(day)),
        );
        let incoming = of(ledger.holding_arrived.on(day)) + landed;
        book.account(
            &format!("enterprise:{id}"),
            item,
            opening,
            incoming,
            of(ledger.used.on(day)),
            closing,
        );
        let (opening, closing) = (
            of(ledger.holding_under_way.opening(day)),
            of(ledger.holding_under_way.closing(day)),
        );
        let (sent, stopped) = (
            of(ledger.holding_sent.on(day)),
            of(ledger.holding_stopped.on(day)),
        );
        let left = of(ledger.holding_arrived.on(day)) + of(ledger.holding_returned.on(day));
        book.account(&format!("transit:{id}"), item, opening, sent, left, closing);
        let (opening, closing) = (
            of(ledger.holding_waiting.opening(day)),
            of(ledger.holding_waiting.closing(day)),
        );
        book.account(
            &format!("waiting:{id}"),
            item,
            opening,
            stopped,
            of(ledger.holding_resumed.on(day)),
            closing,
        );
    }
}

/// Hold queues, and goods inside closed gates.
fn makers(run: &Run, day: Day, book: &mut Book) {
    let (world, ledger) = (&run.world, &run.ledger);
    for maker in 0..world.makers.count {
        let id = &run.scenario.enterprises[world.makers.enterprise[maker].at()].id;
        let product = world.makers.product[maker].map(|product| run.product(product));
        let material = world.makers.material[maker].map(|material| run.material(material));
        let item = product.or(material).unwrap_or_default();
        if product.is_some() {
            let (opening, closing) = (
                ledger.hold.opening(day)[maker].0,
                ledger.hold.closing(day)[maker].0,
            );
            let (made, released) = (ledger.made.on(day)[maker], ledger.released.on(day)[maker].0);
            book.account(
                &format!("hold:{id}"),
                item,
                opening,
                made,
                released,
                closing,
            );
        }
        let (opening, closing) = (
            ledger.gate.opening(day)[maker],
            ledger.gate.closing(day)[maker],
        );
        let (stopped, resumed) = (
            ledger.gate_stopped.on(day)[maker],
            ledger.gate_resumed.on(day)[maker],
        );
        book.account(
            &format!("gate:{id}"),
            item,
            opening,
            stopped,
            resumed,
            closing,
        );
    }
}

fn prefectures(run: &Run, day: Day, book: &mut Book) {
    let (world, ledger) = (&run.world, &run.ledger);
    for (prefecture, row) in run.scenario.prefectures.iter().enumerate() {
        let open = world.green_channel || world.prefectures.openness.row(day)[prefecture] > 0;
        for (at, product) in run.scenario.products.iter().enumerate() {
            let place = prefecture * world.products.count + at;
            let of = |row: &[crate::units::Pieces]| row[place].units();
            let outgoing = of(ledger.from_own.on(day)) + of(ledger.bought.on(day));
            let (opening, closing) = (of(ledger.own.opening(day)), of(ledger.own.closing(day)));
            let code = &row.code;
            book.account(
                &format!("own:{code}"),
                &product.id,
                opening,
                of(ledger.local_retained.on(day)),
                outgoing,
                closing,
            );
            let supplied = of(ledger.local_supplied.on(day));
            let landed = if open { supplied } else { 0 };
            let incoming = of(ledger.local_arrived.on(day)) + landed;
            let (opening, closing) = (
                of(ledger.received.opening(day)),
                of(ledger.received.closing(day)),
            );
            book.account(
                &format!("received:{code}"),
                &product.id,
                opening,
                incoming,
                of(ledger.from_received.on(day)),
                closing,
            );
            let (opening, closing) = (
                of(ledger.local_under_way.opening(day)),
                of(ledger.local_under_way.closing(day)),
            );
            let left = of(ledger.local_arrived.on(day)) + of(ledger.local_returned.on(day));
            book.account(
                &format!("transit:{code}"),
                &product.id,
                opening,
                of(ledger.local_sent.on(day)),
                left,
                closing,
            );
            let (opening, closing) = (
                of(ledger.local_waiting.opening(day)),
                of(ledger.local_waiting.closing(day)),
            );
            let (stopped, resumed) = (
                of(ledger.local_stopped.on(day)),
                of(ledger.local_resumed.on(day)),
            );
            book.account(
                &format!("waiting:{code}"),
                &product.id,
                opening,
                stopped,
                resumed,
                closing,
            );
        }
    }
}

fn streams(run: &Run, day: Day, book: &mut Book) {
    let (world, ledger) = (&run.world, &run.ledger);
    for (stream, row) in run.scenario.demand.iter().enumerate() {
        for (at, product) in run.scenario.products.iter().enumerate() {
            let place = stream * world.products.count + at;
            let of = |row: &[crate::units::Pieces]| row[place].units();
            let id = &row.id;
            let (opening, closing) = (
                of(ledger.dispatched.opening(day)),
                of(ledger.dispatched.closing(day)),
            );
            let (arrived, used) = (
                of(ledger.stream_arrived.on(day)),
                of(ledger.stream_used.on(day)),
            );
            book.account(
                &format!("dispatched:{id}"),
                &product.id,
                opening,
                arrived,
                used,
                closing,
            );
            let (opening, closing) = (
                of(ledger.stream_under_way.opening(day)),
                of(ledger.stream_under_way.closing(day)),
            );
            let stopped = of(ledger.stream_stopped.on(day));
            let sent = of(ledger.stream_sent.on(day));
            let returned = of(ledger.stream_returned.on(day));
            book.account(
                &format!("transit:{id}"),
                &product.id,
                opening,
                sent,
                arrived + returned,
                closing,
            );
            let (opening, closing) = (
                of(ledger.stream_waiting.opening(day)),
                of(ledger.stream_waiting.closing(day)),
            );
            book.account(
                &format!("waiting:{id}"),
                &product.id,
                opening,
                stopped,
                of(ledger.stream_resumed.on(day)),
                closing,
            );
        }
    }
}
