use crate::card::Card;
use crate::phrase;

use super::IncomeMix;

impl IncomeMix {
    /// Name in study files.
    pub const NAME: &'static str = "income-mix";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: IncomeMix::NAME,
            title: phrase!("Income by source: shares, concentration and dependence"),
            answers: phrase!(
                "What is income made of, how concentrated is it, and how much of it is the organisation's own?"
            ),
            needs: phrase!(
                "The amounts of the five classes of the statement of activities (membership fees, donations, grants and subsidies, revenue from activities, other revenue), in any unit of money, at one or more periods. A class may be given by several finer columns, or be empty. An amount that is missing makes everything missing that needs it: write 0 where there was none."
            ),
            assumes: phrase!(
                "That the classes do not overlap and together are the whole income, and that the evaluated grant, where named, is a part of the class that it is said to be booked in."
            ),
            formula: phrase!(
                "total = Σ classes; net = total − evaluated grant; own = total − grants and subsidies, and − evaluated grant where it is booked in another class; share s = class / total; HHI = Σs² over the five classes; normalised HHI = (HHI − 1/k)/(1 − 1/k) with k = 5; detailed HHI the same over the k columns given; effective number of sources = 1/HHI; dependent = largest share > threshold; years dependent = length of the run of dependent years up to this one."
            ),
            breaks: phrase!(
                "Shares do not exist where the total is 0 or a class is negative (returned grants, corrections): they count as missing and are listed. HHI depends on how finely sources are told apart: compare only values with the same k. The grant itself is income: a rise of the total while it is paid is no effect on the organisation, which is why net and own exist. A total that shrinks in all classes alike leaves every share as it is."
            ),
            same_as: phrase!(
                "HHI and its normalised form are those of economics; 1/HHI is the Hill number of order 2 (R vegan, diversity(index = \"invsimpson\"))."
            ),
            references: &[
                "NPO法人会計基準協議会 (2010, revised 2017). NPO法人会計基準.",
                "Chang, C. F. & Tuckman, H. P. (1994). Revenue diversification among non-profits. Voluntas 5, 273–290.",
                "Carroll, D. A. & Stater, K. J. (2009). Revenue diversification in nonprofit organizations. Journal of Public Administration Research and Theory 19, 947–966.",
                "Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology 54, 427–432.",
            ],
        }
    }
}
