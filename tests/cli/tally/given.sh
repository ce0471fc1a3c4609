# Sums of replicate weights have the same bytes on any number of threads, from
# any shards, and in any order of rows; with weights that one integer holds and
# with weights that need two, with PSUs and without.
make()
{
    awk -v spread="$1" 'BEGIN {
        print "ID,EA,W,G,B,Y,X,R1,R2,R3,R4,R5,R6,R7,R8,R9"
        for (i = 1; i <= 3000; i++) {
            w = 20.125 + (i * 7919 % 1013) / 7
            if (spread && i % 3 == 0)
                w *= 1e-12
            printf "%d,%d,%.17g,%d,%s,%.17g,%.17g", i, i % 60, w, i % 4,
                   i % 11 == 0 ? "" : i % 5 < 2, sin(i) * 1000, 1.5 + i % 9
            for (r = 1; r <= 9; r++)
                printf ",%.17g", w * (0.5 + (i % 60 * 31 + r * 17) % 13 / 12)
            print ""
        }
    }' >data.csv
}
describe()
{
    cat >survey.yaml <<E
survey: {title: Order}
files: {person: {path: data.csv, key: [ID]}}
design: {$1 weight: W, replicates: {columns: R1-R9, type: sdr}}
variables:
  g: {of: person, from: G, categories: {a: 1, b: 2, c: 3}, missing: {none: 0}}
indicators:
  own:
    - {code: P, of: person, proportion: B == 1}
    - {code: M, of: person, mean: Y}
    - {code: S, of: person, shares: g}
    - {code: R, of: person, ratio: {numerator: Y, denominator: X}}
tables: {by: [g]}
E
}
for spread in 0 1; do
    make $spread
    for design in '' 'clusters: [EA],'; do
        describe "$design"
        rm -rf one many shards
        hearth run survey.yaml -o one -q -j 1 >/dev/null || exit
        hearth run survey.yaml -o many -q -j 8 >/dev/null || exit
        cmp one/tally.h5 many/tally.h5 && cmp one/estimates.csv many/estimates.csv
        hearth run survey.yaml -o shards -q --to weigh >/dev/null || exit
        for k in 1 2 3; do
            hearth tally survey.yaml -o shards -q --shard $k/3 || exit
        done
        hearth tally survey.yaml -o shards -q --merge shards/tally-2-of-3.h5 \
            shards/tally-1-of-3.h5 shards/tally-3-of-3.h5 || exit
        cmp one/tally.h5 shards/tally.h5
        (head -n 1 data.csv && tail -n +2 data.csv | sort -t, -k6,6) >other.csv
        mv other.csv data.csv
        rm -rf many
        hearth run survey.yaml -o many -q >/dev/null || exit
        cmp one/estimates.csv many/estimates.csv && echo "$spread '$design' the same"
    done
done
cut -d, -f1,2,5-7,16,17 one/estimates.csv | head -n 5
