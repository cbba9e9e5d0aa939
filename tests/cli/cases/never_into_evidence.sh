# Nothing is written into a folder that is an exhibit, from whatever folder that is tried.
. "$HELPERS"
mkdir evidence
echo one >evidence/one
list=$(md5sum evidence/one)
echo "$list" >list.md5
winnow scan evidence --hashset list.md5 >/dev/null
try() {
  winnow "$@" --case "$CASE"
  echo "exit status $?"
}
CASE=winnow-case
try report --out evidence/report
try report --out evidence/report --safeguarding --recipient 'A. Board' --purpose meeting
try export --format csv --out evidence/findings.csv
try backup --out evidence/backup
try glimpse --exhibit evidence --item 0 --out evidence/a.pgm --operator R --reason why
CASE=$PWD/winnow-case
cd /
try report --out "$OLDPWD/evidence/report"
try backup --out "$OLDPWD/evidence/backup"
cd "$OLDPWD" || exit
try report --out ''
try export --format csv --out ''
winnow scan evidence --hashset list.md5 --case ''
ls evidence
