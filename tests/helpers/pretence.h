/* pretence.h - programs that pretend to be the stages.
 *
 * Each writes its name and arguments as a line to the file "log" of the
 * working directory; then it does what the file of its name says, if there is
 * one ("derive": "exit 1"), which is shell.
 */
#ifndef SV_TESTS_PRETENCE_H
#define SV_TESTS_PRETENCE_H

/* Makes them in the test's scratch folder, goes there and puts them on PATH;
 * for .init.  There is a survey.yaml, too. */
void stages_enter(void);

/* Asserts that since the last call the stages wrote TEXT to the log. */
void stages_expect(const char *text);

#endif
