/* goalwords.c - the words in tables/sdg.csv and tables/targets.csv. */
#include "stages/tabulate/goalwords.h"

#include <string.h>

#include "stages/common/codewords.h"

static const struct { const char *in[SV_N_LANGUAGES]; } words[SV_N_GOAL_WORDS] = {
    [SV_GW_INDICATOR] = { { "indicator", "indicateur", "indicador" } },
    [SV_GW_ITEM] = { { "item", "modalité", "ítem" } },
    [SV_GW_CONTRAST] = { { "contrast", "contraste", "contraste" } },
    [SV_GW_NAME] = { { "name", "nom", "nombre" } },
    [SV_GW_VALUE] = { { "value", "valeur", "valor" } },
    [SV_GW_INTERVAL] = { { "interval", "intervalle", "intervalo" } },
    [SV_GW_YEAR] = { { "year", "année", "año" } },
    [SV_GW_BASIS] = { { "basis", "origine", "origen" } },
    [SV_GW_SOURCE] = { { "source", "source", "fuente" } },
    [SV_GW_SERIES] = { { "series", "série", "serie" } },
    [SV_GW_COMPOSITE] = { { "composite", "ventilation composée",
                            "desglose compuesto" } },
    [SV_GW_UNIT] = { { "unit", "unité", "unidad" } },
    [SV_GW_TARGET] = { { "target", "cible", "meta" } },
    [SV_GW_BY] = { { "by", "échéance", "plazo" } },
    [SV_GW_DISTANCE] = { { "distance", "écart", "distancia" } },
    [SV_GW_STANDING] = { { "reached", "atteinte", "alcanzada" } },
    [SV_GW_BASE] = { { "base", "base", "base" } },
    [SV_GW_FLAG] = { { "flag", "code", "código" } },
    [SV_GW_NOTE] = { { "note", "note", "nota" } },
    [SV_GW_SURVEY] = { { "survey", "enquête", "encuesta" } },
    [SV_GW_GIVEN] = { { "given", "fournie", "suministrado" } },
    [SV_GW_ALL] = { { "all", "ensemble", "total" } },
    [SV_GW_NOT_SURVEY] = { {
        "not from this survey: no sampling error",
        "ne provient pas de cette enquête : pas d'erreur d'échantillonnage",
        "no proviene de esta encuesta: sin error de muestreo" } },
    [SV_GW_NO_VALUE] = { {
        "no value is given", "aucune valeur n'est fournie",
        "no se suministra ningún valor" } },
    [SV_GW_OTHER_YEAR] = { {
        "of another year than the survey",
        "d'une autre année que l'enquête",
        "de un año distinto al de la encuesta" } },
    [SV_GW_PARITY] = { {
        "parity", "parité", "paridad" } },
    [SV_GW_NO_PARITY] = { {
        "no ratio without a table by", "pas de rapport sans tableau selon",
        "sin razón si no hay una tabla por" } },
};

const char *
sv_goal_word(const char *language, enum sv_goal_word word)
{
    size_t k = 0;

    while (k < SV_N_LANGUAGES && strcmp(sv_language[k], language) != 0)
        k++;
    return words[word].in[k < SV_N_LANGUAGES ? k : 0];
}
