# A log that was set aside is bound to the one begun in its place; one that is missing, another
# or of another case is named, and none of that is forgotten.
verify() {
  winnow verify "$@" >verified 2>&1
  local code=$?
  grep 'winnow:\|^audit log' verified
  echo "exit status $code"
}
admin() { winnow people --case "$1" --grant "$2" administrator --operator "$3" >/dev/null; }
admin winnow-case 'A. Admin' 'A. Admin'
admin winnow-case 'B. Admin' 'A. Admin'
admin winnow-case 'C. Admin' 'A. Admin'
winnow people --case winnow-case --grant 'D. Admin' administrator --operator 'A. Admin' >noted
head=$(sed -n 's/.*head \([0-9]*:[0-9a-f]*\);.*/\1/p' noted)
verify --head "$head"
cp -r winnow-case good
echo '--- a log in use that was damaged'
sed -i '3s/C. Admin/X. Admin/' winnow-case/audit.jsonl
verify --head "$(sed -n 2p good/audit.jsonl | grep -o '[0-9a-f]\{64\}"}$' | cut -c1-64)"
verify --head "$head"
echo '--- set aside: it stays damaged'
admin winnow-case 'E. Admin' 'A. Admin'
winnow people
verify
verify --head "$(sed -n 2p good/audit.jsonl | grep -o '[0-9a-f]\{64\}"}$' | cut -c1-64)"
winnow verify --rebuild >/dev/null 2>&1
echo "a rebuild: exit status $?"
cp -r winnow-case aside
echo '--- removed'
rm winnow-case/audit.1.*
winnow people
verify
echo '--- a log of another case in its place'
admin other 'O. Ther' 'O. Ther'
cp other/audit.jsonl winnow-case/audit.1.jsonl.old
winnow people
verify
echo '--- a log of another case in a sound one'
cp other/audit.jsonl good/audit.1.jsonl.old
winnow people --case good
verify --case good
echo '--- no log at all'
rm winnow-case/audit.* good/audit.1.jsonl.old
winnow people
verify
verify --case good
