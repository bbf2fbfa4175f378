//! Which rows are about whom and when: columns by their headings, units, periods, links, and the rows that are lost.

pub(super) mod again;
pub(super) mod agree;
pub(super) mod answered;
pub(super) mod canon;
pub(super) mod columns;
pub(super) mod destroyed;
pub(super) mod drift;
pub(super) mod exchanged;
pub(super) mod headings;
pub(super) mod ids;
pub(super) mod link;
pub(super) mod linking;
pub(super) mod losses;
pub(super) mod meeting;
pub(super) mod month_headings;
pub(super) mod origins;
pub(super) mod periods;
pub(super) mod presence;
pub(super) mod read;
pub(super) mod register;
pub(super) mod repeats;
pub(super) mod sources;
pub(super) mod spellings;
pub(super) mod taken_as;
pub(super) mod unstored;
pub(super) mod wide;
