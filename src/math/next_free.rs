//! Which of a row of slots are still free, asked from the left and from the right in nearly constant time (union–find with
//! path halving; Gabow & Tarjan 1985).

/// Next free slot to the left and to the right: two forests with path halving.
pub(super) struct Free {
    /// `left[i + 1] = i + 1` where slot `i` is free, else nearer to a free one; 0 is "none".
    left: Vec<u32>,
    /// `right[i] = i` where slot `i` is free; the length is "none".
    right: Vec<u32>,
}

impl Free {
    /// All of `n` slots are free.
    pub(super) fn new(n: usize) -> Free {
        Free { left: (0..=n as u32).collect(), right: (0..=n as u32).collect() }
    }

    /// The nearest free slot below `slot`.
    pub(super) fn left(&mut self, slot: u32) -> Option<u32> {
        root(&mut self.left, slot).checked_sub(1)
    }

    /// The nearest free slot at or above `slot`.
    pub(super) fn right(&mut self, slot: u32) -> Option<u32> {
        let found = root(&mut self.right, slot);
        ((found as usize) < self.right.len() - 1).then_some(found)
    }

    /// Whether a slot is free.
    pub(super) fn is_free(&self, slot: u32) -> bool {
        self.right[slot as usize] == slot
    }

    /// A slot is free no more.
    pub(super) fn take(&mut self, slot: u32) {
        self.left[slot as usize + 1] = slot;
        self.right[slot as usize] = slot + 1;
    }
}

fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        let above = parent[parent[at as usize] as usize];
        parent[at as usize] = above;
        at = above;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_slots_are_skipped_on_both_sides() {
        let mut free = Free::new(5);
        [2, 1, 3].into_iter().for_each(|slot| free.take(slot));
        assert_eq!((free.left(4), free.right(1)), (Some(0), Some(4)));
        free.take(0);
        assert_eq!((free.left(4), free.left(0), free.right(5)), (None, None, None));
        assert!(free.is_free(4) && !free.is_free(0));
    }
}
