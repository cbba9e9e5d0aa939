# A report: its files and manifest, twice the same, on record, and never in the place of
# anything; the summary for safeguarding, which names who gets it.
. "$HELPERS"
hide() {
  sed 's/WR-[0-9a-f]\{16\}/WR-ID/; s/[0-9a-f]\{64\}$/SHA256/'
}
exhibit usb.raw 'files 12' 'deleted 4' 'encrypted 5' 'unreadable 6' 'problem' 'closed-volume 1'
exhibit card.raw 'files 3'
list list.txt 1 4
winnow scan usb.raw card.raw --exhibit-ref '=cmd()' --exhibit-ref '<script>alert(1)</script>' \
  --hashset list.txt --operator 'A. Person' >/dev/null 2>&1
winnow intake tablet --device tablet --cannot-be-scanned 'broken screen' --operator 'A. Person' >/dev/null
report() {
  winnow report --as-of 2026-11-22 --operator 'O. Operator' "$@"
}
echo '--- the whole'
report --out one | hide
(cd one && sha256sum -c manifest.sha256)
report --out two >/dev/null
diff -r one two && echo 'twice the same'
echo '--- the same data as the commands give'
winnow findings --json >findings
sed -n '/^{"findings":\[/,/^\],/p' one/answers.json | sed '1d;$d; s/,$//' | sort | diff - <(sort findings) && echo findings
sed -n 's/^"coverage"://p' one/answers.json | sed 's/,$//' | diff - <(winnow coverage --json) && echo coverage
sed -n 's/^"rank":\(.*\)}$/\1/p' one/answers.json |
  diff - <(winnow rank --all --as-of 2026-11-22 --json 2>/dev/null) && echo rank
echo '--- hostile names'
grep -c '<script' one/report.html
grep -o '&lt;script&gt;alert(1)&lt;/script&gt;</h2>' one/report.html
cut -d, -f1,2,3 one/findings.csv | tr -d '\r'
cut -d, -f1,2,3 one/coverage.csv | tr -d '\r'
echo '--- of one exhibit'
report --out of-one --exhibit tablet | hide
grep -c 'alert(1)\|=cmd' of-one/answers.json of-one/findings.csv of-one/coverage.csv
report --out of-usb --exhibit '=cmd()' >/dev/null
grep -c 'card.raw\|alert(1)' of-usb/report.html
grep -o 'winnow scan .* more exhibit' of-usb/report.html
echo '--- for safeguarding'
status report --out refused --safeguarding
status report --out refused --safeguarding --recipient 'A. Lead' --purpose '  '
ls -d refused* 2>/dev/null
report --out lead --safeguarding --recipient 'A. Lead' --purpose 'strategy meeting' | hide
(cd lead && sha256sum -c manifest.sha256)
grep -c 'volume-0\|list.txt' lead/safeguarding.html
grep -o 'A. Lead<\|strategy meeting<' lead/safeguarding.html
echo '--- refused'
status report --out one
status report --out no-such --exhibit nobody
status report --case nowhere --out no-such
status winnow report
ls -d no-such* one.part 2>/dev/null
echo '--- on record'
grep -o '"event":"reported".*' winnow-case/audit.jsonl | hide |
  sed 's/"manifest_sha256":"[^"]*"/"manifest_sha256":"SHA256"/; s/,"command".*//'
head=$(sed -n 's/.*--head \([0-9]*:[0-9a-f]*\).*/\1/p' one/report.html)
winnow verify --head "$head" | grep -c 'the noted head is event'
echo '--- of a case whose log was tampered with, twice'
sed -i '1s/A. Person/B. Person/' winnow-case/audit.jsonl
for out in tampered again; do
  report --out $out >/dev/null 2>&1
  grep -o 'DAMAGED: audit.jsonl\|DAMAGED: the log in use holds together' $out/report.html
done
echo '--- of a case whose log was removed'
rm winnow-case/audit.*
for out in removed removed-again; do
  report --out $out >/dev/null 2>&1
  grep -o 'DAMAGED: [a-z.]*\|none is on record; the log is damaged' $out/report.html
done
echo '--- with a record of a self-test that nobody can read'
mkdir -m 700 state
echo nonsense >state/selftest.json
WINNOW_STATE=$PWD/state report --out no-selftest 2>&1 >/dev/null | grep -o 'goes on without a self-test'
grep -o 'not to be relied on: its record is no record of a self-test' no-selftest/report.html
