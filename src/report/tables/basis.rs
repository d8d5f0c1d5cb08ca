//! Tables that everything else can be derived from again: when each line was ordered, and how each stream was served.

use super::{File, Sheet, cells};
use crate::report::run::Run;
use crate::units::Fen;

/// When each line was ordered and installed, and which grant was committed to it.
pub(super) fn lines(run: &Run) -> File {
    let columns = ["line", "ordered_on", "installed_on", "source", "grant_fen"];
    let mut sheet = Sheet::new("lines.csv", &columns);
    let (world, ledger) = (&run.world, &run.ledger);
    let policy = crate::policy::Policy::of(&run.scenario);
    let last = run.days().last();
    for (line, row) in run.scenario.lines.iter().enumerate() {
        let ordered = ledger.ordered_on.get(line).copied().flatten();
        let scheme = last
            .and_then(|day| ledger.scheme.on(day)[line])
            .map(usize::from);
        let grant = match (scheme, ordered) {
            (Some(scheme), Some(day)) => policy.on(day).subsidy.schemes[scheme]
                .share
                .of(world.lines.price[line]),
            _ => Fen::ZERO,
        };
        let date = |day: Option<crate::units::Day>| day.map_or(String::new(), |day| run.date(day));
        sheet.row(&cells![
            row.id,
            date(ordered),
            date(ordered.map(|day| day + world.lines.build_days[line])),
            scheme.map_or("", |scheme| ["central", "provincial"][scheme]),
            grant,
        ]);
    }
    sheet.finish()
}

/// Need and service of every stream: service.csv before it is summed up.
pub(super) fn streams(run: &Run) -> File {
    let columns = [
        "date",
        "stream",
        "need",
        "backlog_in",
        "served",
        "served_fresh",
        "backlog_out",
    ];
    let mut sheet = Sheet::new("streams_daily.csv", &columns);
    let ledger = &run.ledger;
    for day in run.days() {
        for (stream, row) in run.scenario.demand.iter().enumerate() {
            sheet.row(&cells![
                run.date(day),
                row.id,
                run.world.streams.need.row(day)[stream],
                ledger.backlog_in.on(day)[stream],
                ledger.served.on(day)[stream],
                ledger.served_fresh.on(day)[stream],
                ledger.backlog.closing(day)[stream],
            ]);
        }
    }
    sheet.finish()
}
