# The analysis of this folder as one would write it: MatchIt, lm and sandwich. The script replicate.R checks every number.
#
# Few or declared clusters have CR2 errors, and small samples exact tests, in the findings: replicate.R computes those, and the
# intervals here are the plain ones.
#
#   Rscript analysis.R          in the output folder, which holds the folder "data"

here <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
if (length(here) == 1) setwd(dirname(here))
if (!l10n_info()[["UTF-8"]]) suppressWarnings(invisible(Sys.setlocale("LC_CTYPE", "C.UTF-8")))

read_data <- function(name) {
  d <- read.csv(file.path("data", paste0(name, ".csv")), fileEncoding = "UTF-8-BOM", check.names = FALSE, na.strings = "")
  d[[1]] <- as.character(d[[1]])
  d
}
formula_of <- function(terms, response = NULL) reformulate(sprintf("`%s`", terms), response)

# Before 4.7.0 MatchIt matches wrongly on a score (kosukeimai/MatchIt issue 163): with such a one, or without MatchIt, the
# matched units are taken as they stand in the data.
matchit_is_right <- requireNamespace("MatchIt", quietly = TRUE) && packageVersion("MatchIt") >= "4.7.0"
matched <- function(file, weight, set, make) {
  if (matchit_is_right) return(MatchIt::match.data(make()))
  d <- read_data("analysis_frame")
  d <- d[d[[weight]] %in% d[[weight]][!is.na(d[[weight]]) & d[[weight]] > 0], ]
  d$weights <- d[[weight]]
  if (!is.null(d[[set]])) d$subclass <- d[[set]]
  d
}

# Estimate, standard error and interval of the treatment.
answer <- function(finding, fit, cluster, errors, level) {
  v <- if (is.null(cluster)) sandwich::vcovHC(fit, type = errors) else sandwich::vcovCL(fit, cluster = cluster, type = "HC1")
  df <- if (is.null(cluster)) df.residual(fit) else length(unique(cluster)) - 1
  b <- coef(fit)[["took_part"]]
  se <- sqrt(v["took_part", "took_part"])
  cat(finding, ": ", format(b, digits = 5), " (standard error ", format(se, digits = 5), "; ", 100 * level, " % interval ",
      paste(format(b + c(-1, 1) * qt((1 + level) / 2, df) * se, digits = 5), collapse = " to "), ")\n", sep = "")
}

# Two groups: shares by prop.test, numbers by Welch's test.
two_groups <- function(a, b) {
  a <- a[!is.na(a)]
  b <- b[!is.na(b)]
  if (all(c(a, b) %in% 0:1)) return(suppressWarnings(prop.test(c(sum(a), sum(b)), c(length(a), length(b)), conf.level = level, correct = FALSE)))
  t.test(a, b, conf.level = level)
}

d <- read_data("analysis_frame")
