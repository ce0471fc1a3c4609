/* changewords.c - the words around changes, in the languages that tables speak. */
#include "stages/compare/changewords.h"

#include <string.h>

#include "stages/common/codewords.h"

static const struct { const char *in[SV_N_LANGUAGES]; } words[SV_N_CHANGE_WORDS] = {
    [SV_CW_FIRST] = { { "First", "Premier passage", "Primera ronda" } },
    [SV_CW_SECOND] = { { "Second", "Second passage", "Segunda ronda" } },
    [SV_CW_CODE] = { { "Code", "Code", "Código" } },
    [SV_CW_INDICATOR] = { { "Indicator", "Indicateur", "Indicador" } },
    [SV_CW_GROUP] = { { "Group", "Groupe", "Grupo" } },
    [SV_CW_FIRST_HEAD] = { { "First", "Premier", "Primera" } },
    [SV_CW_SECOND_HEAD] = { { "Second", "Second", "Segunda" } },
    [SV_CW_CHANGE] = { { "Change", "Évolution", "Cambio" } },
    [SV_CW_ERROR] = { { "s.e.", "e.-t.", "e.e." } },
    [SV_CW_TOTAL] = { { "total", "ensemble", "total" } },
    [SV_CW_COLON] = { { ": ", " : ", ": " } },
    [SV_CW_AND] = { { "and", "et", "y" } },
    [SV_CW_PSUS] = { { "PSUs", "unités primaires", "unidades primarias" } },
    [SV_CW_INDEPENDENT] = { {
        "taken as independent", "prises comme indépendantes",
        "tomadas como independientes" } },
    [SV_CW_UNKNOWN] = { {
        "not known which are the same: taken as independent",
        "on ignore lesquelles sont les mêmes : prises comme indépendantes",
        "no se sabe cuáles son las mismas: tomadas como independientes" } },
    [SV_CW_IN_BOTH] = { {
        "in both, in", "dans les deux, dans", "en ambas, en" } },
    [SV_CW_STRATA] = { { "strata", "strates", "estratos" } },
    [SV_CW_CHANGED] = { {
        "changed at the", "évolution significative au seuil de",
        "cambio significativo al nivel del" } },
    [SV_CW_LEVEL] = { { " level", "", "" } },
    [SV_CW_OF] = { { "of", "sur", "de" } },
    [SV_CW_WORDING] = { {
        "break: the wording of the question has changed between the rounds",
        "rupture : la formulation de la question a changé entre les passages",
        "ruptura: la formulación de la pregunta cambió entre las rondas" } },
    [SV_CW_SINCE] = { { "since", "depuis", "desde" } },
    [SV_CW_DEFINITION] = { {
        "break: the rounds write the indicator or its universe otherwise",
        "rupture : les passages écrivent autrement l'indicateur ou son univers",
        "ruptura: las rondas escriben de otro modo el indicador o su universo" } },
    [SV_CW_CHANGES_OF] = { { "Changes of", "Évolutions de", "Cambios de" } },
    [SV_CW_GROUPS] = { {
        "groups: --groups, or -o FILE.csv",
        "groupes : --groups, ou -o FICHIER.csv",
        "grupos: --groups, o -o ARCHIVO.csv" } },
    [SV_CW_ONLY_FIRST] = { {
        "Only in the first round:", "Au premier passage seulement :",
        "Solo en la primera ronda:" } },
    [SV_CW_ONLY_SECOND] = { {
        "Only in the second round:", "Au second passage seulement :",
        "Solo en la segunda ronda:" } },
    [SV_CW_CELLS_FIRST] = { {
        "Numbers for groups only in the first round:",
        "Chiffres de groupes au premier passage seulement :",
        "Cifras de grupos solo en la primera ronda:" } },
    [SV_CW_CELLS_SECOND] = { {
        "Numbers for groups only in the second round:",
        "Chiffres de groupes au second passage seulement :",
        "Cifras de grupos solo en la segunda ronda:" } },
    [SV_CW_TARGET] = { { "target", "cible", "meta" } },
    [SV_CW_BY] = { { "by", "d'ici", "para" } },
    [SV_CW_NO_INTERVAL] = { { "no interval", "pas d'intervalle",
                              "sin intervalo" } },
    [SV_CW_NO_TREND] = { {
        "no trend, as a break lies between the rounds",
        "pas de tendance, une rupture sépare les passages",
        "sin tendencia, pues una ruptura separa las rondas" } },
    [SV_CW_NEVER] = { {
        "out of reach at this trend", "hors d'atteinte à cette tendance",
        "fuera de alcance con esta tendencia" } },
    [SV_CW_REACHED_IN] = { { "reached in", "atteinte en", "alcanzada en" } },
    [SV_CW_PAIRED] = { {
        "covariance by replicates, the same in both",
        "covariance par les répliques, les mêmes dans les deux",
        "covarianza por las réplicas, las mismas en ambas" } },
    [SV_CW_BY_SCORES] = { {
        "covariance by linearised scores, as replicates differ",
        "covariance par scores linéarisés, les répliques n'étant pas les mêmes",
        "covarianza por puntajes linealizados, pues las réplicas difieren" } },
    [SV_CW_TREND] = { { "at this trend", "à cette tendance", "con esta tendencia" } },
};

const char *
sv_change_word(const char *language, enum sv_change_word word)
{
    size_t k = 0;

    while (k < SV_N_LANGUAGES && strcmp(sv_language[k], language) != 0)
        k++;
    return words[word].in[k < SV_N_LANGUAGES ? k : 0];
}
