# exampland-mobile.R - figures of Exampland's mobile networks, by district.
#
#     Rscript scripts/exampland-mobile.R > fixtures/exampland/mobile.csv
#
# Invented, seeded, for two quarters: subscribers per 100 persons, active data
# users per 100, the share of people within reach of 4G.  Towns have more.
set.seed(417)
district <- c(outer(1:2, c(outer(1:2, 1:6, function(a, r) 10 * r + a)),
                    function(part, stratum) 10 * stratum + part))
urban <- (district %/% 10) %% 10 == 1
region <- c(4, 1, 3, 0, -4, 2)[district %/% 100]
level <- ifelse(urban, 72, 52) + region + rnorm(length(district), 0, 4)
cat("district,period,subscribers,data_users,coverage_4g\n")
for (quarter in c("2025-Q4", "2026-Q1")) {
    data <- pmin(level * 0.95 + (quarter == "2026-Q1") +
                 rnorm(length(level), 0, 2), 99)
    cat(sprintf("d%d,%s,%.1f,%.1f,%.3f\n", district, quarter,
                level * 1.3 + rnorm(length(level), 0, 3), data,
                pmin(0.35 + level / 120 + rnorm(length(level), 0, 0.03), 1)),
        sep = "")
}
