//! Where a day's claims are laid out before a rule divides.

/// Buffers of a day's sharing out.
#[derive(Clone, Debug, Default)]
pub(super) struct Desk {
    pub claims: Vec<i64>,
    pub weights: Vec<i64>,
    /// What each holds and uses a day, where the rule levels days of cover.
    pub held: Vec<i64>,
    pub daily_use: Vec<i64>,
    pub ranks: Vec<u32>,
    order: Vec<u32>,
    pub credits: Vec<i64>,
    pub awards: Vec<i64>,
    /// Counties or prefectures that claim together, and what they claim, weigh, are owed and get.
    pub places: Vec<u32>,
    pub groups: Vec<i64>,
    pub group_awards: Vec<i64>,
    pub group_credits: Vec<i64>,
    pub group_ranks: Vec<u32>,
    pub group_weights: Vec<i64>,
    pub group_held: Vec<i64>,
    pub group_use: Vec<i64>,
    pub inside: Vec<usize>,
}

impl Desk {
    pub(super) fn with_capacity(most: usize) -> Self {
        let whole = || Vec::with_capacity(most);
        let rank = || Vec::with_capacity(most);
        Self {
            claims: whole(),
            weights: whole(),
            held: whole(),
            daily_use: whole(),
            ranks: rank(),
            order: rank(),
            credits: whole(),
            awards: whole(),
            places: rank(),
            groups: whole(),
            group_awards: whole(),
            group_credits: vec![0; most],
            group_ranks: rank(),
            group_weights: whole(),
            group_held: whole(),
            group_use: whole(),
            inside: Vec::with_capacity(most),
        }
    }

    /// Lays out claims and credits, and makes room for awards.
    #[inline]
    pub(super) fn lay_out(
        &mut self,
        claims: impl Iterator<Item = i64>,
        credits: impl Iterator<Item = i64>,
    ) {
        self.claims.clear();
        self.claims.extend(claims);
        self.credits.clear();
        self.credits.extend(credits);
        self.awards.resize(self.claims.len(), 0);
    }

    /// Lays out the ranks of some members' ids among themselves, from 0, whatever larger order `rank` is a place in.
    pub(super) fn rank(&mut self, members: &[usize], rank: impl Fn(usize) -> u32) {
        self.order.clear();
        self.order.extend(0..members.len() as u32);
        self.order
            .sort_unstable_by_key(|&at| rank(members[at as usize]));
        self.ranks.clear();
        self.ranks.resize(members.len(), 0);
        for (rank, &at) in self.order.iter().enumerate() {
            self.ranks[at as usize] = rank as u32;
        }
    }
}
