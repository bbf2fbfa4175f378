# Mean change with clusters: clustered.json.    Rscript make_clustered.R [OUT]    in this folder
# The stored file comes from R 4.2.2 and sandwich 3.0-2: vcovCL(lm(change ~ 1), cluster, type = "HC1"), t with G - 1 degrees.
source("../write_json.R")
before <- sleep$extra[sleep$group == 1]
after <- sleep$extra[sleep$group == 2]
cluster <- c(1, 1, 2, 2, 2, 3, 4, 5, 6, 7)
fit <- lm(after - before ~ 1)
se <- sqrt(sandwich::vcovCL(fit, cluster = cluster, type = "HC1")[1, 1])
b <- unname(coef(fit)[1])
df <- length(unique(cluster)) - 1
out <- list(versions = I(c(R.version.string, paste("sandwich", packageVersion("sandwich")))),
            before = I(before), after = I(after), cluster = I(cluster), estimate = b, std_error = se, df = df,
            low = b - qt(.975, df) * se, high = b + qt(.975, df) * se, p_value = 2 * pt(-abs(b / se), df))
dir <- commandArgs(TRUE)[1]; if (is.na(dir)) dir <- "."
writeLines(jenc(out), file.path(dir, "clustered.json"))
