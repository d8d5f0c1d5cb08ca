use maskflow::*;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let sets: Vec<String> = std::env::args().skip(2).collect();
    match scenario::load(path.as_ref(), &sets) {
        Err(f) => { for x in &f { println!("{x}"); } println!("{} findings", f.len()); }
        Ok(s) => {
            let w = world::central(&s);
            let p = policy::Policy::of(&s);
            let mut l = ledger::Ledger::default();
            engine::simulate(&w, &p, &mut l);
            for d in (0..w.days).step_by(3) {
                let day = units::Day(d as i32);
                let sum = |g: &[i64]| -> i64 { (0..w.lines.count).filter(|&i| !w.lines.intermediate[i]).map(|i| g[i]).sum() };
                let nom: i64 = (0..w.lines.count).filter(|&i| !w.lines.intermediate[i] && l.installed.on(day)[i]>0).map(|i| w.lines.nominal[i]).sum();
                let pool: i64 = l.pool.closing(day).iter().map(|p| p.0).sum();
                let need: i64 = w.streams.need.row(day).iter().sum();
                let served: i64 = l.served_fresh.on(day).iter().map(|p| p.0).sum();
                println!("{} nom {:.2} plan {:.2} inst {:.2} comm {:.2} staf {:.2} eff {:.2} out {:.3} | depot {:.1}t pool {:.2} need {:.2} served {:.2}", w.date(day), nom as f64/1e6, sum(l.planned.on(day)) as f64/1e6, sum(l.installed.on(day)) as f64/1e6, sum(l.commissioned.on(day)) as f64/1e6, sum(l.staffed.on(day)) as f64/1e6, sum(l.effective.on(day)) as f64/1e6, sum(l.output.on(day)) as f64/1e6, l.depot.closing(day)[w.materials.linked.unwrap().at()].0 as f64/1e9, pool as f64/1e6, need as f64/1e6, served as f64/1e6);
            }
            let t = std::time::Instant::now();
            for _ in 0..20 { engine::simulate(&w, &p, &mut ledger::Nothing); }
            println!("{:.1} ns per enterprise-day", t.elapsed().as_nanos() as f64 / 20.0 / (w.days * w.enterprises.count) as f64);
        }
    }
}
