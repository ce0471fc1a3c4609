/* groupwords.c - what groups of the canonical variables are called. */
#include "stages/common/groupwords.h"

#include <string.h>

static const struct {
    const char *class, *category, *fr, *es;
} words[] = {
    { "area", "", "milieu", "área" },
    { "area", "urban", "urbain", "urbana" },
    { "area", "rural", "rural", "rural" },
    { "region", "", "région", "región" },
    { "sex", "", "sexe", "sexo" },
    { "sex", "male", "hommes", "hombres" },
    { "sex", "female", "femmes", "mujeres" },
    { "age", "", "âge", "edad" },
    { "age_group", "", "groupe d'âges", "grupo de edad" },
    { "education", "", "niveau d'éducation", "nivel educativo" },
    { "education", "primary_or_less", "primaire ou moins", "primaria o menos" },
    { "education", "lower_secondary", "secondaire inférieur",
      "secundaria inferior" },
    { "education", "upper_secondary", "secondaire supérieur",
      "secundaria superior" },
    { "education", "tertiary", "supérieur", "terciaria" },
    { "labour", "", "situation d'emploi", "situación laboral" },
    { "labour", "paid_employee", "salariés", "asalariados" },
    { "labour", "self_employed", "indépendants", "independientes" },
    { "labour", "unemployed", "chômeurs", "desempleados" },
    { "labour", "not_in_labour_force", "hors de la main-d'œuvre",
      "fuera de la fuerza de trabajo" },
    { "labour", "not_classifiable", "inclassables", "no clasificables" },
    { "occupation", "", "profession", "ocupación" },
    { "occupation", "managers", "directeurs et cadres de direction",
      "directores y gerentes" },
    { "occupation", "professionals", "professions intellectuelles",
      "profesionales" },
    { "occupation", "technicians", "professions intermédiaires", "técnicos" },
    { "occupation", "clerks", "employés administratifs",
      "personal administrativo" },
    { "occupation", "service_sales", "services et vente",
      "servicios y ventas" },
    { "occupation", "agriculture", "agriculture et pêche",
      "agricultura y pesca" },
    { "occupation", "craft", "métiers de l'artisanat", "oficios" },
    { "occupation", "operators", "conducteurs d'installations",
      "operadores de máquinas" },
    { "occupation", "elementary", "professions élémentaires",
      "ocupaciones elementales" },
    { "occupation", "armed_forces", "forces armées", "fuerzas armadas" },
};
enum { N_WORDS = sizeof words / sizeof *words };

const char *
sv_group_word(const char *language, const char *class, const char *category)
{
    const char *word = NULL;

    for (size_t k = 0; k < N_WORDS && word == NULL; k++)
        if (strcmp(words[k].class, class) == 0
            && strcmp(words[k].category, category) == 0)
            word = strcmp(language, "fr") == 0   ? words[k].fr
                   : strcmp(language, "es") == 0 ? words[k].es
                                                 : NULL;
    return word;
}

const char *
sv_worded_group(size_t k, const char **category)
{
    *category = k < N_WORDS ? words[k].category : NULL;
    return k < N_WORDS ? words[k].class : NULL;
}
