# Before and after: tests, exact tests, effect sizes.    Rscript make.R [OUT]    in this folder
# The stored files come from R 4.2.2 (tests.json: stats only), effectsize 0.8.3 (effect_sizes.json),
# coin 1.4-2 and exactRankTests 0.8-35 (exact.json). The last two are left out where the packages are missing.
# Inputs are inside tests.json and effect_sizes.json, except those of R's own data sets (airquality, warpbreaks, mtcars).
source("../write_json.R")

# ---- tests.json
# sleep: 10 people, extra hours under drug 1 and drug 2; before/after style pairs
g1 <- sleep$extra[sleep$group == 1]; g2 <- sleep$extra[sleep$group == 2]; d <- g1 - g2
ht <- function(h) { r <- list(statistic = unname(h$statistic), statistic_name = names(h$statistic), parameter = if (is.null(h$parameter)) NULL else h$parameter, p_value = h$p.value, estimate = h$estimate,
   conf_int = if (is.null(h$conf.int)) NULL else I(as.numeric(h$conf.int)), conf_level = attr(h$conf.int, "conf.level"), stderr = h$stderr, alternative = h$alternative, method = h$method); r[!vapply(r, is.null, TRUE)] }
q <- function(e) suppressWarnings(ht(e))
x13 <- c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30); y13 <- c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29) # Hollander & Wolfe, ?wilcox.test
xu <- c(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46); yu <- c(1.15, 0.88, 0.90, 0.74, 1.21)
aq5 <- airquality$Ozone[airquality$Month == 5]; aq8 <- airquality$Ozone[airquality$Month == 8]
likert_b <- c(2,3,3,4,1,2,5,3,4,2,3,3,2,4,5,1,2,3,4,3); likert_a <- c(3,3,4,4,2,3,5,4,4,3,2,4,3,5,5,2,2,4,5,4)
perf <- matrix(c(794, 86, 150, 570), 2, dimnames = list("1st" = c("Approve", "Disapprove"), "2nd" = c("Approve", "Disapprove")))
small <- matrix(c(10, 2, 9, 14), 2)
round5 <- matrix(c(5.40,5.50,5.55,5.85,5.70,5.75,5.20,5.60,5.50,5.55,5.50,5.40,5.90,5.85,5.70,5.45,5.55,5.60,5.40,5.40,5.35,5.45,5.50,5.35,5.25,5.15,5.00,5.85,5.80,5.70,5.25,5.20,5.10,5.65,5.55,5.45,5.60,5.35,5.45,5.05,5.00,4.95,5.50,5.50,5.40,5.45,5.55,5.50,5.55,5.55,5.35,5.45,5.50,5.55,5.50,5.45,5.25,5.65,5.60,5.40,5.70,5.65,5.55,6.30,6.30,6.25), ncol = 3, byrow = TRUE)
out <- list(inputs = list(sleep_group1 = I(g1), sleep_group2 = I(g2), hw_x = I(x13), hw_y = I(y13), hw_xu = I(xu), hw_yu = I(yu), ozone_may = I(aq5[!is.na(aq5)]), ozone_aug = I(aq8[!is.na(aq8)]), likert_before = I(likert_b), likert_after = I(likert_a), performance = perf, small_2x2 = small, rounding_times = round5),
 t_paired_sleep = ht(t.test(g1, g2, paired = TRUE)), t_paired_sleep_less = ht(t.test(g1, g2, paired = TRUE, alternative = "less")), t_welch_sleep = ht(t.test(g1, g2)), t_pooled_sleep = ht(t.test(g1, g2, var.equal = TRUE)), t_one_sample_mu1 = ht(t.test(g2, mu = 1)), t_paired_99 = ht(t.test(g1, g2, paired = TRUE, conf.level = .99)),
 wilcox_signed_exact_no_ties = q(wilcox.test(x13, y13, paired = TRUE, alternative = "greater", exact = TRUE, conf.int = TRUE)),
 wilcox_signed_exact_two_sided = q(wilcox.test(x13, y13, paired = TRUE, exact = TRUE, conf.int = TRUE)),
 wilcox_signed_normal_correct = q(wilcox.test(x13, y13, paired = TRUE, exact = FALSE, correct = TRUE)),
 wilcox_signed_normal_nocorrect = q(wilcox.test(x13, y13, paired = TRUE, exact = FALSE, correct = FALSE)),
 wilcox_signed_sleep_ties_zero_correct = q(wilcox.test(g1, g2, paired = TRUE, exact = FALSE, correct = TRUE, conf.int = TRUE)),
 wilcox_signed_sleep_ties_zero_nocorrect = q(wilcox.test(g1, g2, paired = TRUE, exact = FALSE, correct = FALSE)),
 wilcox_signed_likert_correct = q(wilcox.test(likert_a, likert_b, paired = TRUE, exact = FALSE)), wilcox_signed_likert_nocorrect = q(wilcox.test(likert_a, likert_b, paired = TRUE, exact = FALSE, correct = FALSE)),
 wilcox_ranksum_exact = q(wilcox.test(xu, yu, alternative = "g", exact = TRUE)), wilcox_ranksum_exact_two_ci = q(wilcox.test(xu, yu, exact = TRUE, conf.int = TRUE)),
 wilcox_ranksum_normal_correct = q(wilcox.test(xu, yu, exact = FALSE, correct = TRUE)), wilcox_ranksum_normal_nocorrect = q(wilcox.test(xu, yu, exact = FALSE, correct = FALSE)),
 wilcox_ranksum_ties_ozone = q(wilcox.test(aq5, aq8, exact = FALSE, conf.int = TRUE)), wilcox_ranksum_ties_ozone_nocorrect = q(wilcox.test(aq5, aq8, exact = FALSE, correct = FALSE)),
 mcnemar_correct = ht(mcnemar.test(perf)), mcnemar_nocorrect = ht(mcnemar.test(perf, correct = FALSE)), mcnemar_small_correct = ht(mcnemar.test(small)), mcnemar_small_nocorrect = ht(mcnemar.test(small, correct = FALSE)),
 mcnemar_exact_small = ht(binom.test(small[1, 2], small[1, 2] + small[2, 1])),
 binom_682_925_p75 = ht(binom.test(682, 925, p = 0.75)), binom_7_20 = ht(binom.test(7, 20)), binom_0_10 = ht(binom.test(0, 10)), binom_7_20_less_p6 = ht(binom.test(7, 20, p = .6, alternative = "less")),
 prop_wilson_7_20 = q(prop.test(7, 20, correct = FALSE)), prop_two_sample = q(prop.test(c(83, 90), c(86, 93))), prop_two_sample_nocorrect = q(prop.test(c(83, 90), c(86, 93), correct = FALSE)), prop_four = q(prop.test(c(83, 90, 129, 70), c(86, 93, 136, 82))),
 fisher_small = ht(fisher.test(matrix(c(3, 1, 1, 3), 2))), fisher_perf = ht(fisher.test(small)), chisq_correct = q(chisq.test(small)), chisq_nocorrect = q(chisq.test(small, correct = FALSE)),
 fisher_job_rxc = ht(fisher.test(matrix(c(1,2,1,0, 3,3,6,1, 10,10,14,9, 6,7,12,11), 4, 4))),
 friedman_rounding_times = ht(friedman.test(round5)),
 friedman_warpbreaks = ht(friedman.test(x ~ w | t, data = aggregate(list(x = warpbreaks$breaks), by = list(w = warpbreaks$wool, t = warpbreaks$tension), FUN = mean))),
 kruskal_airquality = ht(kruskal.test(Ozone ~ Month, data = airquality)), cochran_q = { m <- cbind(likert_a > 3, likert_b > 3, likert_a > 2) * 1L; h <- friedman.test(m); c(ht(h), list(note = "Cochran Q of the three 0/1 columns equals Friedman with ties", data = m)) },
 anova_warpbreaks = { a <- anova(lm(breaks ~ wool * tension, warpbreaks)); as.data.frame(a) }, oneway_welch_warpbreaks = ht(oneway.test(breaks ~ tension, warpbreaks)),
 cor_pearson = ht(cor.test(mtcars$mpg, mtcars$wt)), cor_spearman = q(cor.test(mtcars$mpg, mtcars$wt, method = "spearman", exact = FALSE)), cor_kendall = q(cor.test(mtcars$mpg, mtcars$wt, method = "kendall", exact = FALSE)),
 shapiro_diff = ht(shapiro.test(x13 - y13)), var_test = ht(var.test(xu, yu)), bartlett = ht(bartlett.test(count ~ spray, InsectSprays)), fligner = ht(fligner.test(count ~ spray, InsectSprays)),
 ks_two = q(ks.test(xu, yu)),
 p_adjust = { p <- c(0.01, 0.02, 0.03, 0.04, 0.05, 0.001, 0.2, 0.5); list(p = I(p), holm = I(p.adjust(p, "holm")), hochberg = I(p.adjust(p, "hochberg")), hommel = I(p.adjust(p, "hommel")), bonferroni = I(p.adjust(p, "bonferroni")), BH = I(p.adjust(p, "BH")), BY = I(p.adjust(p, "BY"))) })
save_ref("tests", out, "stats", data = "inside the file; R's own datasets sleep, airquality, warpbreaks, mtcars, InsectSprays for the rest")

# ---- effect_sizes.json
if (requireNamespace("effectsize", quietly = TRUE)) local({
suppressMessages(library(effectsize))
g1 <- sleep$extra[sleep$group == 1]; g2 <- sleep$extra[sleep$group == 2]
a <- mtcars$mpg[mtcars$am == 1]; b <- mtcars$mpg[mtcars$am == 0]
L <- function(e) trycase(as.list(as.data.frame(e)))
likert_b <- c(2,3,3,4,1,2,5,3,4,2,3,3,2,4,5,1,2,3,4,3); likert_a <- c(3,3,4,4,2,3,5,4,4,3,2,4,3,5,5,2,2,4,5,4)
out <- list(
 inputs = list(mpg_manual = I(a), mpg_auto = I(b), sleep_g1 = I(g1), sleep_g2 = I(g2), likert_before = I(likert_b), likert_after = I(likert_a)),
 cohens_d_pooled = L(cohens_d(a, b)), cohens_d_unpooled = L(cohens_d(a, b, pooled_sd = FALSE)), hedges_g_pooled = L(hedges_g(a, b)), hedges_g_unpooled = L(hedges_g(a, b, pooled_sd = FALSE)), glass_delta = L(glass_delta(a, b)),
 cohens_d_paired = L(cohens_d(g1, g2, paired = TRUE)), hedges_g_paired = L(hedges_g(g1, g2, paired = TRUE)), cohens_d_one = L(cohens_d(g2, mu = 0)),
 cliffs_delta = L(cliffs_delta(a, b)), cliffs_delta_likert = L(cliffs_delta(likert_a, likert_b)), rank_biserial_paired = L(rank_biserial(likert_a, likert_b, paired = TRUE)), rank_biserial_two = L(rank_biserial(a, b)),
 kendalls_w = { m <- cbind(likert_b, likert_a, rev(likert_a)); chi <- unname(friedman.test(m)$statistic); list(data = m, friedman = chi, w = chi / (nrow(m) * (ncol(m) - 1)), note = "rows are blocks; W = tie-corrected Friedman chi2 / (b (k-1))") }, cramers_v = L(cramers_v(table(mtcars$cyl, mtcars$am), adjust = FALSE)), cramers_v_adj = L(cramers_v(table(mtcars$cyl, mtcars$am), adjust = TRUE)), phi = L(phi(table(mtcars$vs, mtcars$am), adjust = FALSE)),
 oddsratio = L(oddsratio(table(mtcars$vs, mtcars$am))), riskratio = L(riskratio(table(mtcars$vs, mtcars$am))), cohens_h = L(cohens_h(table(mtcars$vs, mtcars$am))), cohens_g = L(cohens_g(matrix(c(794, 86, 150, 570), 2))),
 eta = L(eta_squared(aov(breaks ~ wool * tension, warpbreaks), partial = TRUE)), omega = L(omega_squared(aov(breaks ~ wool * tension, warpbreaks), partial = TRUE)), epsilon = L(epsilon_squared(aov(breaks ~ wool * tension, warpbreaks), partial = TRUE)), rank_epsilon = L(rank_epsilon_squared(Ozone ~ Month, data = airquality, ci = NULL)))
save_ref("effect_sizes", out, "effectsize", data = "inside the file; R's own datasets mtcars, warpbreaks, airquality for the rest")
})

# ---- exact.json
if (requireNamespace("coin", quietly = TRUE) && requireNamespace("exactRankTests", quietly = TRUE)) local({
suppressMessages({library(coin); library(exactRankTests)})
likert_b <- c(2,3,3,4,1,2,5,3,4,2,3,3,2,4,5,1,2,3,4,3); likert_a <- c(3,3,4,4,2,3,5,4,4,3,2,4,3,5,5,2,2,4,5,4)
g1 <- sleep$extra[sleep$group == 1]; g2 <- sleep$extra[sleep$group == 2]
gr <- function(e) trycase({ h <- e; list(statistic = as.numeric(statistic(h)), p = as.numeric(pvalue(h))) })
d <- data.frame(y = c(g1, g2), g = factor(rep(1:2, each = 10)), b = factor(rep(1:10, 2))); dl <- data.frame(y = c(likert_b, likert_a), g = factor(rep(1:2, each = 20)), b = factor(rep(1:20, 2)))
out <- list(wilcoxsign_exact_pratt_sleep = gr(wilcoxsign_test(y ~ g | b, d, distribution = "exact", zero.method = "Pratt")), wilcoxsign_exact_wilcoxon_sleep = gr(wilcoxsign_test(y ~ g | b, d, distribution = "exact", zero.method = "Wilcoxon")),
 wilcoxsign_asym_pratt_likert = gr(wilcoxsign_test(y ~ g | b, dl, distribution = "asymptotic", zero.method = "Pratt")), wilcoxsign_exact_wilcoxon_likert = gr(wilcoxsign_test(y ~ g | b, dl, distribution = "exact", zero.method = "Wilcoxon")), wilcoxsign_exact_pratt_likert = gr(wilcoxsign_test(y ~ g | b, dl, distribution = "exact", zero.method = "Pratt")),
 ranksum_exact_ties_sleep = gr(wilcox_test(y ~ g, d, distribution = "exact")), ranksum_exact_ties_likert = gr(wilcox_test(y ~ g, dl, distribution = "exact")), permutation_mean_exact_sleep = gr(oneway_test(y ~ g, d, distribution = "exact")), permutation_paired_exact_sleep = gr(symmetry_test(y ~ g | b, d, distribution = "exact", paired = TRUE)),
 perm_test_paired_exactRankTests = perm.test(as.integer(g1 * 10), as.integer(g2 * 10), paired = TRUE, exact = TRUE)$p.value, wilcox_exact_ties_exactRankTests = wilcox.exact(likert_a, likert_b, paired = TRUE, exact = TRUE)$p.value,
 friedman_asym = gr(friedman_test(y ~ g | b, dl)), mantelhaen_likert = gr(mh_test(y ~ g | b, within(dl, y <- factor(y)))))
save_ref("exact", out, c("coin", "exactRankTests"), data = "sleep and likert vectors of tests.json")
})
