# What cannot be known has no error, in whatever it goes in: group r lies in one
# PSU, nobody in s and t has the thing; the second survey has a lonely stratum and one
# sampled completely; in the third a calibrated total is over nobody.
cat >u.csv <<'END'
H,PSU,N,W,D,B,C
1,1,8,7.5,p,1,v
1,1,8,3.25,q,0,w
1,2,8,5.5,p,0,w
1,2,8,6.75,q,1,v
1,3,8,4.125,r,1,v
1,3,8,2.5,r,0,w
2,1,9,8.5,p,1,w
2,1,9,3.75,s,0,v
2,2,9,9.25,q,0,v
2,2,9,5.5,s,0,w
2,1,9,6.5,t,0,v
2,2,9,4.5,t,0,w
END
cat >first.yaml <<'END'
survey: {title: Unknown}
files: {u: {path: u.csv, types: {D: string, C: string}}}
design: {strata: [H], clusters: [PSU], fpc: [N], nested: true, weight: W}
variables:
  d: {of: u, from: D, categories: {p: p, q: q, r: r, s: s, t: t, e: e}}
  c: {of: u, from: C, categories: {v: v, w: w}}
  b: {of: u, where: B == 1}
indicators:
  own: [{code: B1, of: u, proportion: b}, {code: T1, of: u, total: b}]
tables:
  by: [d]
  contrasts: [d.p - d.q, d.p - d.r, d.p - d.s, d.s - d.t]
  trends: [B1 ~ d]
END
hearth run first.yaml -o first -q --to estimate >/dev/null || exit
cut -d, -f1,4,6-9,12- first/contrasts.csv
cut -d, -f8-9,12-13,15- first/tests.csv
sed 's/^2,2,9/2,1,9/; s/^1,\(.\),8/1,\1,3/' u.csv >v.csv
sed 's/u\.csv/v.csv/; s/nested: true/&, lonely-psu: remove/' first.yaml >second.yaml
hearth run second.yaml -o second -q --to estimate >/dev/null || exit
cut -d, -f1,5-7,9,12- second/estimates.csv | head -4
{ cat first.yaml; cat <<'END'
weighting:
  steps:
    - post-stratify: {of: u, by: c, counts: {v: 31.5, w: 42.25}}
END
} >third.yaml
hearth run third.yaml -o third -q --to estimate >/dev/null || exit
grep ',e,' third/estimates.csv
