//! Which rows hang together, by one way of clustering or where several meet.

use std::collections::BTreeMap;

use crate::estimate::Linear;

/// Number of clusters among the used rows.
pub fn count(linear: &Linear, labels: &[u32]) -> usize {
    Clusters::of(linear, &[labels]).count
}

/// Clusters of the used rows, numbered in the order of their labels; rows of weight 0 belong to none.
pub struct Clusters {
    /// Number of each row.
    pub labels: Vec<Option<usize>>,
    /// How many there are.
    pub count: usize,
    /// How many ways of clustering they are the intersection of.
    pub ways: usize,
}

impl Clusters {
    /// The intersection of several ways.
    pub fn of(linear: &Linear, ways: &[&[u32]]) -> Clusters {
        let weight = &linear.weight;
        let key = |row: usize| (weight[row] > 0.0).then(|| ways.iter().map(|labels| labels[row]).collect::<Vec<u32>>());
        let keys: Vec<Option<Vec<u32>>> = (0..weight.len()).map(key).collect();
        let mut numbers: BTreeMap<&Vec<u32>, usize> = keys.iter().flatten().map(|key| (key, 0)).collect();
        numbers.values_mut().enumerate().for_each(|(at, number)| *number = at);
        let labels = keys.iter().map(|key| key.as_ref().map(|key| numbers[key])).collect();
        Clusters { labels, count: numbers.len(), ways: ways.len() }
    }

    /// The rows of each cluster, in order.
    pub fn rows(&self) -> Vec<Vec<usize>> {
        let mut rows = vec![Vec::new(); self.count];
        let labelled = self.labels.iter().enumerate().filter_map(|(row, label)| Some((row, (*label)?)));
        labelled.for_each(|(row, label)| rows[label].push(row));
        rows
    }
}
