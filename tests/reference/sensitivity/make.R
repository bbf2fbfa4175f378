# Sensitivity: sensemakr, Rosenbaum bounds, E-values.    Rscript make.R [OUT]    in this folder
# The stored sensitivity.json comes from R 4.2.2, sensemakr 0.1.6, rbounds 2.2, EValue 4.1.4, MatchIt 4.7.1.
# The darfur data stay in sensemakr (GPL): test the formulas on t, dof and the partial R2 stored in the file.
# rbounds works on the 185 pairs of nearest, order largest; both sides of the pairs are in the file.
source("../write_json.R")
suppressMessages({library(sensemakr); library(rbounds); library(EValue); library(MatchIt)})
lalonde <- read_people("../nearest/input.csv")
data("darfur", package = "sensemakr"); m <- lm(peacefactor ~ directlyharmed + age + farmer_dar + herder_dar + pastvoted + hhsize_darfur + female + village, data = darfur)
s <- sensemakr(m, treatment = "directlyharmed", benchmark_covariates = "female", kd = 1:3)
out <- list(darfur_stats = s$sensitivity_stats, bounds = s$bounds, rv_q1 = as.numeric(robustness_value(m, "directlyharmed", alpha = 1)), rv_q1_a05 = as.numeric(robustness_value(m, "directlyharmed", alpha = .05)), rv_q05 = as.numeric(robustness_value(m, "directlyharmed", q = .5, alpha = 1)), partial_r2_female = as.numeric(partial_r2(m, "female")), partial_f2 = as.numeric(partial_f2(m, "directlyharmed")), t = as.numeric(summary(m)$coefficients["directlyharmed", 3]), dof = m$df.residual,
  adjusted_estimate = as.numeric(adjusted_estimate(m, "directlyharmed", r2yz.dx = .1, r2dz.x = .15)), adjusted_se = as.numeric(adjusted_se(m, "directlyharmed", r2yz.dx = .1, r2dz.x = .15)), adjusted_t = as.numeric(adjusted_t(m, "directlyharmed", r2yz.dx = .1, r2dz.x = .15)), bias = as.numeric(bias(m, "directlyharmed", r2yz.dx = .1, r2dz.x = .15)))
# rbounds on the largest-order NN pairs of lalonde
mm <- matchit(treat ~ age + educ + race + married + nodegree + re74 + re75, lalonde); pr <- mm$match.matrix; t1 <- lalonde[rownames(pr), "re78"]; c1 <- lalonde[pr[, 1], "re78"]
ps <- psens(t1, c1, Gamma = 3, GammaInc = .1); hl <- hlsens(t1[1:60], c1[1:60], Gamma = 2, GammaInc = .25); bs <- binarysens(12, 30, Gamma = 3, GammaInc = .1)
out$rbounds_lalonde_nn <- list(treated_re78 = I(t1), control_re78 = I(c1), psens = ps$bounds, psens_p = ps$pval, hlsens_first60 = hl$bounds, hlsens_p = hl$pval, binarysens_12_30 = bs$bounds)
ev <- function(e) trycase(as.data.frame(as.matrix(e)))
out$evalue <- list(RR_3.9 = ev(evalues.RR(3.9, 1.8, 8.7)), RR_0.8 = ev(evalues.RR(.8, .71, .91)), OR_common = ev(evalues.OR(.86, .75, .99, rare = FALSE)), OR_rare = ev(evalues.OR(.86, .75, .99, rare = TRUE)), HR = ev(evalues.HR(.56, .46, .69, rare = TRUE)), MD = ev(evalues.MD(-.42, .14)), OLS = ev(evalues.OLS(est = 2, se = .5, sd = 3)), RD = trycase({ r <- evalues.RD(397, 78557, 51, 108778, verbose = FALSE); list(est = r$est.Evalue, lower = r$lower.Evalue) }))
save_ref("sensitivity", out, c("sensemakr", "rbounds", "EValue", "MatchIt"), data = "darfur of R package sensemakr (not stored here); ../nearest/input.csv")
