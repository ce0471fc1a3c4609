/* questionnaire.h - what Exampland's office asked: variables, labels, and how
 * the answers lie.
 *
 * Included by exampland.c alone.  The numbering is the office's; survey.yaml
 * gives the variables the names that indicators are computed from.
 */
#ifndef SV_QUESTIONNAIRE_H
#define SV_QUESTIONNAIRE_H

#include "surveyfile.h"

static const struct labels yesno = { "YESNO", { { 1, "Yes" }, { 2, "No" } } };
static const struct labels areas = { "AREA", { { 1, "Urban" }, { 2, "Rural" } } };
static const struct labels regions = { "REGION", {
    { 1, "Northmark" }, { 2, "Eastvale" }, { 3, "Southport" },
    { 4, "Westfield" }, { 5, "Highlands" }, { 6, "Lake Islands" } } };
static const struct labels strata = { "STRATUM", {
    { 11, "Northmark, urban" }, { 12, "Northmark, rural" },
    { 21, "Eastvale, urban" }, { 22, "Eastvale, rural" },
    { 31, "Southport, urban" }, { 32, "Southport, rural" },
    { 41, "Westfield, urban" }, { 42, "Westfield, rural" },
    { 51, "Highlands, urban" }, { 52, "Highlands, rural" },
    { 61, "Lake Islands, urban" }, { 62, "Lake Islands, rural" } } };
static const struct labels sexes = { "SEX", { { 1, "Male" }, { 2, "Female" } } };
static const struct labels relations = { "RELATION", {
    { 1, "Head" }, { 2, "Spouse or partner" }, { 3, "Child" },
    { 4, "Other relative" }, { 5, "Not related" } } };
static const struct labels levels = { "LEVEL", {
    { 0, "None, or before primary" }, { 1, "Primary" },
    { 2, "Lower secondary" }, { 3, "Upper secondary" },
    { 4, "Post-secondary, not tertiary" }, { 5, "Short tertiary" },
    { 6, "Bachelor or higher" } } };
static const struct labels work = { "WORK", {
    { 1, "Paid employee" }, { 2, "Self-employed" }, { 3, "Unemployed" },
    { 4, "Outside the labour force" } } };
static const struct labels lastuse = { "LASTUSE", {
    { 1, "Within the last 3 months" }, { 2, "3 to 12 months ago" },
    { 3, "More than a year ago" }, { 4, "Never" } } };
static const struct labels often = { "OFTEN", {
    { 1, "Every day or almost" }, { 2, "Every week, not every day" },
    { 3, "Less than once a week" } } };
static const struct labels amounts = { "AMOUNT", {
    { 99998, "Don't know" }, { 99999, "Refused" } } };
static const struct labels totals = { "TOTAL", { { 999998, "Don't know" } } };

enum { H_ID, H_DATE, H_TEAM, H_REGION, H_AREA, H_STRATUM, H_EA, H_EAS, H_HHS,
       H_WEIGHT, H01, H02, H03, H04, H05A, H05B, H06A, H06B, H06C, H07,
       H08A, H08B, H08C, H08D, H08E, H09A, H09B, H09C, H09D, H09E, H09F, H09G,
       H09H, H09I, H10, H11, N_H };

static const struct field household[N_H] = {
    [H_ID] = { "HHID", "Household number", ID, NULL, 0, 0 },
    [H_DATE] = { "INTDATE", "Day of the interview", DATE, NULL, 0, 0 },
    [H_TEAM] = { "TEAM", "Field team and interviewer", TEXT, NULL, 0, 0 },
    [H_REGION] = { "REGION", "Region", CODE, &regions, 0, 0 },
    [H_AREA] = { "AREA", "Area of residence", CODE, &areas, 0, 0 },
    [H_STRATUM] = { "STRATUM", "Sampling stratum", CODE, &strata, 0, 0 },
    [H_EA] = { "EA", "Enumeration area (numbered within the stratum)", COUNT, NULL, 0, 0 },
    [H_EAS] = { "EAS_IN_STRATUM", "Enumeration areas in the stratum", COUNT, NULL, 0, 0 },
    [H_HHS] = { "HHS_IN_EA", "Households listed in the enumeration area", COUNT, NULL, 0, 0 },
    [H_WEIGHT] = { "HHWEIGHT", "Household weight", WEIGHT, NULL, 0, 0 },
    [H01] = { "H01", "How many people usually live here?", COUNT, NULL, 0, 0 },
    [H02] = { "H02", "Is there electricity in the dwelling?", CODE, &yesno, 2.4, 1.56 },
    [H03] = { "H03", "Does the household have a radio?", CODE, &yesno, .6, .65 },
    [H04] = { "H04", "Does the household have a television set?", CODE, &yesno, 1.2, 1.43 },
    [H05A] = { "H05a", "Telephone here: fixed line", CODE, &yesno, -2.3, 1.43 },
    [H05B] = { "H05b", "Telephone here: mobile", CODE, &yesno, 2.6, 1.04 },
    [H06A] = { "H06a", "Computer here: desktop", CODE, &yesno, -1.9, 1.3 },
    [H06B] = { "H06b", "Computer here: laptop", CODE, &yesno, -.9, 1.56 },
    [H06C] = { "H06c", "Computer here: tablet", CODE, &yesno, -1.5, 1.17 },
    [H07] = { "H07", "Can members use the Internet at home?", CODE, &yesno, .45, 1.56 },
    [H08A] = { "H08a", "Connection: fixed line, narrowband", CODE, &yesno, -3.4, 0 },
    [H08B] = { "H08b", "Connection: fixed line, broadband", CODE, &yesno, -.6, 1.17 },
    [H08C] = { "H08c", "Connection: fixed wireless broadband", CODE, &yesno, -2.1, .39 },
    [H08D] = { "H08d", "Connection: satellite broadband", CODE, &yesno, -3.1, .26 },
    [H08E] = { "H08e", "Connection: mobile broadband, through a phone", CODE, &yesno, 1.3, -.26 },
    [H09A] = { "H09a", "No Internet because: no need of it", CODE, &yesno, -.3, .26 },
    [H09B] = { "H09b", "No Internet because: used somewhere else", CODE, &yesno, -1.3, .65 },
    [H09C] = { "H09c", "No Internet because: equipment costs too much", CODE, &yesno, .1, -.52 },
    [H09D] = { "H09d", "No Internet because: service costs too much", CODE, &yesno, .3, -.52 },
    [H09E] = { "H09e", "No Internet because: privacy or security", CODE, &yesno, -2.4, .39 },
    [H09F] = { "H09f", "No Internet because: no service in this area", CODE, &yesno, -1.2, -.91 },
    [H09G] = { "H09g", "No Internet because: service does not suit us", CODE, &yesno, -2.2, 0 },
    [H09H] = { "H09h", "No Internet because: cultural reasons", CODE, &yesno, -2.9, 0 },
    [H09I] = { "H09i", "No Internet because: no electricity", CODE, &yesno, -2, -1.17 },
    [H10] = { "H10", "Spent in all last month (crowns)", MONEY, &totals, 0, 0 },
    [H11] = { "H11", "Spent on telephone and Internet last month (crowns)", MONEY, &amounts, 0, 0 },
};

enum { P_ID, P_LINE, P_WEIGHT, B02, B04, B05, B06, B07, C01, C01A, C01B, C01C,
       C02, C03, C03A, C03B, C05, C06, C07A, C07B, C07C, C07D, C07E, C07F, C07G,
       C08A, C08B, C08C, C08D, C08E, C08F, C08G, C08H, C08I, C08J, C08K, C08L,
       C08M, C08N, C08O, C08P, C09, C10, C11A, C11B, C11C, C11D, C11E, C11F,
       C11G, C11H, C11I, C11J, C11K, C12A, C12B, C12C, C12D, C12E, C12F, C12G,
       C12H, C12I, N_P };

static const struct field person[N_P] = {
    [P_ID] = { "HHID", "Household number", ID, NULL, 0, 0 },
    [P_LINE] = { "LINE", "Line number in the household", CODE, NULL, 0, 0 },
    [P_WEIGHT] = { "PWEIGHT", "Person weight, adjusted for non-response", WEIGHT, NULL, 0, 0 },
    [B02] = { "B02", "Relation to the head", CODE, &relations, 0, 0 },
    [B04] = { "B04", "Sex", CODE, &sexes, 0, 0 },
    [B05] = { "B05", "Age in completed years", COUNT, NULL, 0, 0 },
    [B06] = { "B06", "Highest level of school completed", CODE, &levels, 0, 0 },
    [B07] = { "B07", "Main activity last week (age 15 and over)", CODE, &work, 0, 0 },
    [C01] = { "C01", "Used a computer in the last 3 months?", CODE, &yesno, -.4, 1.1 },
    [C01A] = { "C01a", "Computer used: desktop", CODE, &yesno, .2, .1 },
    [C01B] = { "C01b", "Computer used: laptop", CODE, &yesno, .7, .3 },
    [C01C] = { "C01c", "Computer used: tablet", CODE, &yesno, -.8, .2 },
    [C02] = { "C02", "Used a mobile phone in the last 3 months?", CODE, &yesno, 2.1, .9 },
    [C03] = { "C03", "Has a mobile phone for own use?", CODE, &yesno, 1.7, .9 },
    [C03A] = { "C03a", "Is it a smartphone?", CODE, &yesno, 1.1, .9 },
    [C03B] = { "C03b", "Was its SIM used in the last 3 months?", CODE, &yesno, 3.3, .3 },
    [C05] = { "C05", "When was the Internet used last?", CODE, &lastuse, 1.8, 1.1 },
    [C06] = { "C06", "How often was the Internet used?", CODE, &often, 1.1, .5 },
    [C07A] = { "C07a", "Internet used: at home", CODE, &yesno, 1.3, .84 },
    [C07B] = { "C07b", "Internet used: at work", CODE, &yesno, -1, .56 },
    [C07C] = { "C07c", "Internet used: at school or college", CODE, &yesno, -1.5, .42 },
    [C07D] = { "C07d", "Internet used: at somebody else's home", CODE, &yesno, -.7, -.14 },
    [C07E] = { "C07e", "Internet used: in a community centre", CODE, &yesno, -2.4, -.28 },
    [C07F] = { "C07f", "Internet used: in a place open to the public", CODE, &yesno, -1.4, .14 },
    [C07G] = { "C07g", "Internet used: on the way", CODE, &yesno, -.2, .7 },
    [C08A] = { "C08a", "Online: looked for goods or services", CODE, &yesno, -.1, .98 },
    [C08B] = { "C08b", "Online: looked for health information", CODE, &yesno, -.6, .84 },
    [C08C] = { "C08c", "Online: read what an office publishes", CODE, &yesno, -1.3, .98 },
    [C08D] = { "C08d", "Online: dealt with an office", CODE, &yesno, -1.8, 1.12 },
    [C08E] = { "C08e", "Online: e-mail", CODE, &yesno, -.4, 1.12 },
    [C08F] = { "C08f", "Online: calls, also with picture", CODE, &yesno, 1.2, .56 },
    [C08G] = { "C08g", "Online: social networks", CODE, &yesno, 1.3, .56 },
    [C08H] = { "C08h", "Online: bought or ordered", CODE, &yesno, -1.4, 1.12 },
    [C08I] = { "C08i", "Online: banking", CODE, &yesno, -.8, 1.12 },
    [C08J] = { "C08j", "Online: a course or learning material", CODE, &yesno, -1.5, .98 },
    [C08K] = { "C08k", "Online: films, music, pictures, games", CODE, &yesno, .8, .56 },
    [C08L] = { "C08l", "Online: fetched software or apps", CODE, &yesno, -.2, .7 },
    [C08M] = { "C08m", "Online: news, papers, books", CODE, &yesno, .2, .7 },
    [C08N] = { "C08n", "Online: published own content", CODE, &yesno, -.6, .7 },
    [C08O] = { "C08o", "Online: took part in a consultation or vote", CODE, &yesno, -2.3, .7 },
    [C08P] = { "C08p", "Online: edited texts, sheets or slides", CODE, &yesno, -1.5, 1.26 },
    [C09] = { "C09", "Hours online in an ordinary week", MONEY, NULL, 0, 0 },
    [C10] = { "C10", "Spent on online orders in 3 months (crowns)", MONEY, NULL, 0, 0 },
    [C11A] = { "C11a", "Did: copy and paste between documents", CODE, &yesno, .1, .9 },
    [C11B] = { "C11b", "Did: send a message with a file", CODE, &yesno, .7, .7 },
    [C11C] = { "C11c", "Did: sums in a spreadsheet", CODE, &yesno, -1.2, .9 },
    [C11D] = { "C11d", "Did: connect a new device", CODE, &yesno, -.7, .7 },
    [C11E] = { "C11e", "Did: find, fetch and set up software or apps", CODE, &yesno, -.4, .8 },
    [C11F] = { "C11f", "Did: make a presentation", CODE, &yesno, -1.4, .9 },
    [C11G] = { "C11g", "Did: move files or apps between devices", CODE, &yesno, -.4, .8 },
    [C11H] = { "C11h", "Did: set up security (password, firewall)", CODE, &yesno, -.5, .8 },
    [C11I] = { "C11i", "Did: change privacy settings", CODE, &yesno, -.4, .7 },
    [C11J] = { "C11j", "Did: check whether something online is true", CODE, &yesno, -.6, .7 },
    [C11K] = { "C11k", "Did: write a program", CODE, &yesno, -3.1, .8 },
    [C12A] = { "C12a", "Not online because: no need of it", CODE, &yesno, .1, -.14 },
    [C12B] = { "C12b", "Not online because: does not know how", CODE, &yesno, .2, -.42 },
    [C12C] = { "C12c", "Not online because: costs too much", CODE, &yesno, -.3, -.28 },
    [C12D] = { "C12d", "Not online because: privacy or security", CODE, &yesno, -2.5, .28 },
    [C12E] = { "C12e", "Not online because: no service in this area", CODE, &yesno, -1.7, -.28 },
    [C12F] = { "C12f", "Not online because: cultural reasons", CODE, &yesno, -2.8, 0 },
    [C12G] = { "C12g", "Not online because: does not know what it is", CODE, &yesno, -1.6, -.56 },
    [C12H] = { "C12h", "Not online because: not allowed", CODE, &yesno, -2.3, .28 },
    [C12I] = { "C12i", "Not online because: nothing in own language", CODE, &yesno, -2.2, -.28 },
};

#endif
