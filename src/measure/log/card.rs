use crate::card::Card;
use crate::phrase;

use super::Log;

impl Log {
    /// Name in study files.
    pub const NAME: &'static str = "log";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Log::NAME,
            title: phrase!("Logs: consultations and other events by hour, weekday, month, group, topic and area"),
            answers: phrase!(
                "When do people call, about what, from where; is there a trend or a season; did an event change how many there are?"
            ),
            needs: phrase!(
                "A source with kind = \"log\" and a column of dates, or of dates and times. Hours past midnight may be written 25:30 or as 1:30 of the next day (day_starts). Days on which nothing can be entered are named in closed_days or open_days. For rates between areas their population (exposure)."
            ),
            assumes: phrase!(
                "That every event was entered, and entered alike at all times. Rows are counted, not persons: intervals and tests take rows as independent, which they are not where the same persons come back. What nobody recorded stays in the tables as not recorded. Topics are what keywords tell."
            ),
            formula: phrase!(
                "Shares x/n with Wilson's interval. Rates x/T with Garwood's exact interval χ²(α/2; 2x)/2T to χ²(1−α/2; 2x+2)/2T, T days open or population. Ratio of two rates: given x₁ + x₂, x₁ is binomial with T₁/(T₁ + T₂); exact interval by Clopper and Pearson, p adds all divisions that are no more probable. Mean time of day: direction of the mean of (cos, sin) of 2π·hour/24, R its length; Rayleigh's p = exp(√(1 + 4n + 4(n² − (nR)²)) − (1 + 2n)); Watson's U². Hours and weekdays: Pearson's χ², weekdays by how often each was open. Trend and season: Poisson regression of months with offset ln(days open), likelihood ratio of eleven months of the year. Event: ln E(x) = a + b·month + c·after + ln(days open), interval of exp(c) with Newey–West errors (Bartlett's weights, lag floor(4(n/100)^(2/9)), not prewhitened, times √(n/(n−k))) and t(n−k); under 30 months the step ln(mean rate after/mean rate before) against the same at every other month with three before it and four from it on, and against the series turned round by each number of months. Against other areas: ln E(x) = month + area + c·(area and after) + ln(days open)."
            ),
            breaks: phrase!(
                "With times written past midnight, tables by weekday differ by which day they count to: here it is the day on which the evening began, and the workbook has the calendar's beside it. A trend in the model takes up a change that came slowly, and a single series cannot tell an event from whatever else came then. Turning the series round asks for a series without trend. Few closed days that are not declared look like quiet months."
            ),
            same_as: phrase!(
                "R 4.2.2: poisson.test, glm (poisson), MASS 7.3-58.2 glm.nb, sandwich 3.0-2 NeweyWest(prewhite = FALSE, lag given, adjust = TRUE), circular 0.4-95 rayleigh.test (series): 8 or more digits. NeweyWest's defaults prewhiten and choose the lag, and give other errors; watson.test returns Stephens' modified U²."
            ),
            references: &[
                "Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437–442.",
                "Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series. Biometrika 31, 313–323.",
                "Watson, G. S. (1961). Goodness-of-fit tests on a circle. Biometrika 48, 109–114.",
                "Wilkie, D. (1983). Rayleigh test for randomness of circular data. Applied Statistics 32, 311–312.",
                "Newey, W. K. & West, K. D. (1987). A simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance matrix. Econometrica 55, 703–708.",
                "Bernal, J. L., Cummins, S. & Gasparrini, A. (2017). Interrupted time series regression for the evaluation of public health interventions. International Journal of Epidemiology 46, 348–355.",
            ],
        }
    }
}
