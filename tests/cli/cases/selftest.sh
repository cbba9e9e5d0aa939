# A self-test with a child that reads no evidence (the fake one): it fails, says what was
# expected and what came, and that stands on record; nothing is left behind.
export WINNOW_STATE=$PWD/state
winnow selftest >shown
echo "exit status $?"
head -1 shown | sed 's/[0-9]* of [0-9]* checks/N of M checks/; s/ ([^ ]* ([^)]*), [0-9-]*)$/ (VERSION, DATE)/'
grep '^  winnow scan: ' shown
grep '/kites.jpg' shown
grep -o '"passed":[a-z]*' state/selftest.json
ls
mkdir there
winnow selftest --keep there
echo "exit status $?"
chmod 777 state
winnow selftest
echo "exit status $?"
# Stopped halfway: nothing is put on record, and nothing is left behind either.
chmod 700 state
echo '{}' >state/selftest.json
winnow selftest &
until ls "$TMPDIR"/winnow-*/learned.wset >/dev/null 2>&1; do sleep 0.05; done
kill $!
wait $!
echo "exit status $?"
cat state/selftest.json
