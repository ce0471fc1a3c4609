# valombre.R - Valombre's tables by R `survey`, to compare with.
#
# Usage: Rscript scripts/valombre.R FOLDER [OUTPUT]
# Reads menages.sav in FOLDER, writes OUTPUT (default FOLDER/expected.csv) and,
# beside it, expected.txt with the versions used.
#
# Written from the questionnaire and the definitions of the indicators, not from
# survey.yaml or the catalogue.  How numbers are computed is in expected.R.

source("scripts/expected.R")

args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args) > 0) args[1] else "fixtures/valombre"
output <- if (length(args) > 1) args[2] else file.path(folder, "expected.csv")

# ---- data: user-missing values become NA; households are the first rows of theirs

p <- as.data.frame(zap_labels(read_sav(file.path(folder, "menages.sav"))))
p <- p[order(p$HH1, p$HH2, p$LN), ]
h <- p[!duplicated(p[c("HH1", "HH2")]), ]
home <- match(paste(p$HH1, p$HH2), paste(h$HH1, h$HH2))
for (column in c("EI3_1", "EI5_1"))     # "ne sait pas", not declared missing
  p[[column]][p[[column]] %in% 98] <- NA

one <- function(x) x == 1               # yes, no or NA
# Asked of those alone for whom the gate is true; the others: no.
after <- function(gate, x) gate & x

# ---- groups

area <- c("urban", "rural")
regions <- c("cote_nord", "vallee_de_l_or", "hautes_terres", "iles_soeurs")
ages <- c("[15,25)", "[25,35)", "[35,...)")
levels <- c("primary_or_less", "lower_secondary", "upper_secondary", "tertiary")
inland <- c("Orbec", "Saint-\u00c9lie", "For\u00eat-Haute", "Col-du-Ma\u00eetre")
of_household <- function(d)
  list(area = area[d$HH6], region = regions[d$HH7],
       coast = ifelse(d$HH7D %in% inland, "inland", "coast"))
groups <- list(
  household = of_household(h),
  person = c(of_household(p),
             list(sex = c("male", "female")[p$HL4],
                  age_group = ages[findInterval(ifelse(p$HL6 < 15, NA, p$HL6),
                                                c(15, 25, 35))],
                  education = levels[c(1, 1, 2, 3, 4)][p$welevel + 1])))
categories <- list(area = area, region = regions, coast = c("coast", "inland"),
                   sex = c("male", "female"), age_group = ages, education = levels)
tables <- list("area", "region", "coast", "sex", "age_group", "education",
               c("sex", "area"))

# ---- designs: women and men have weights of their own, others none

sizes <- list(household = nrow(h), person = nrow(p))
own <- ifelse(is.na(p$wmweight), p$mnweight, p$wmweight)
own[is.na(own)] <- 0
bare <- function(d, w)
  svydesign(~PSU, strata = ~stratum, weights = ~w,
            data = data.frame(PSU = d$PSU, stratum = d$stratum, w = w))
designs <- list(household = bare(h, h$hhweight), person = bare(p, own))

# ---- indicators

online <- one(h$HC13)
add("HH1", "household", one(h$HC7B))
add("HH2", "household", one(h$HC9A))
fixed <- one(h$HC7A)
mobile <- one(h$HC12)
add("HH3", "household", fixed | mobile)
add("HH3", "household", fixed, "fixed")
add("HH3", "household", mobile, "mobile")
add("HH3", "household", fixed & mobile, "both")
add("HH4", "household", one(h$HC11))

asked <- p$UF17 %in% 1 & !is.na(p$HL6)
# Never: no.  In three months not at all: no.
pc <- one(p$MT4) & p$MT5 >= 1
user <- one(p$MT9) & p$MT10 >= 1
add("HH5", "person", pc, u = asked)
add("HH6", "household", online)
add("HH7", "person", user, u = asked)
places <- c(h = "EI4A", w = "EI4B", e = "EI4C", fop = "EI4D", mob = "EI4E")
for (item in names(places))
  add("HH8", "person", one(p[[places[[item]]]]), item, asked & user)

# A code in one of the slots; no answer at all in the first is missing.
in_slots <- function(slots, code) {
  x <- sapply(slots, function(s) p[[s]] %in% code)
  ifelse(rowSums(x) > 0, TRUE, ifelse(is.na(p[[slots[1]]]), NA, FALSE))
}
activities <- c(agg = 4, ash = 5, ace = 1, acv = 2, asn = 3, ap = 7, ab = 6, aoc = 10,
                amg = 8, adn = 9)
for (item in names(activities))
  add("HH9", "person", in_slots(paste0("EI3_", 1:4), activities[[item]]), item,
      asked & user)
add("HH10", "person", p$MT12 >= 1, u = asked)

wire <- after(online, one(h$EI1A))
air <- after(online, one(h$EI1B))
sky <- after(online, one(h$EI1C))
phone <- after(online, one(h$EI1D))
add("HH11", "household", wire, "fb")
add("HH11", "household", air, "twb")
add("HH11", "household", sky, "s")
add("HH11", "household", phone, "mbh")
often <- c(fd = 3, fw = 2, fm = 1)
for (item in names(often))
  add("HH12", "person", p$MT10 == often[[item]], item, asked & user)
reasons <- c(bn = "EI2A", be = "EI2B", bc = "EI2C", bs = "EI2D", ba = "EI2E", bd = "EI2F")
for (item in names(reasons))
  add("HH14", "household", one(h[[reasons[[item]]]]), item, !online)
skills <- c(d = "MT6B", e = "MT6C", f = "MT6D", i = "MT6E", s = "MT6F", p = "MT6G",
            t = "MT6H", w = "MT6I")
for (item in names(skills))
  add("HH15", "person", after(pc, one(p[[skills[[item]]]])), item, asked)
add("HH18", "person", one(p$MT11), u = asked)
why <- c(ra = 1, rb = 2, rc = 3, re = 4, rh = 5, rj = 96)
for (item in names(why))
  add("HH19", "person", in_slots(paste0("EI5_", 1:3), why[[item]]), item, asked & !user)
power <- h$HC8 %in% c(1, 2)
power[is.na(h$HC8)] <- NA
add("HHR1", "household", power)
add("V1", "household", h$EI6, type = "mean")
add("V2", "person", after(pc, one(p$MT6A)), u = asked)
add("V3", "household", h$HC8 == 2, u = power)

check_interval(user, asked)
write_expected(output)
