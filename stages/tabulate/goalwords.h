/* goalwords.h - the words in tables/sdg.csv and tables/targets.csv. */
#ifndef SV_GOALWORDS_H
#define SV_GOALWORDS_H

enum sv_goal_word {
    /* heads of columns */
    SV_GW_INDICATOR, SV_GW_ITEM, SV_GW_CONTRAST, SV_GW_NAME, SV_GW_VALUE,
    SV_GW_INTERVAL, SV_GW_YEAR, SV_GW_BASIS, SV_GW_SOURCE, SV_GW_SERIES,
    SV_GW_COMPOSITE, SV_GW_UNIT, SV_GW_TARGET, SV_GW_BY, SV_GW_DISTANCE,
    SV_GW_STANDING, SV_GW_BASE, SV_GW_FLAG, SV_GW_NOTE,
    /* what stands in them */
    SV_GW_SURVEY, SV_GW_GIVEN, SV_GW_ALL, SV_GW_NOT_SURVEY, SV_GW_NO_VALUE,
    SV_GW_OTHER_YEAR, SV_GW_PARITY, SV_GW_NO_PARITY,
    SV_N_GOAL_WORDS
};

/* The words in LANGUAGE (en, fr, es), in English where it is another. */
const char *sv_goal_word(const char *language, enum sv_goal_word word);

#endif
