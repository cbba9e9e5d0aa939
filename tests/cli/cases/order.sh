# The order of a case: what-if, the forecast, those that wait no more, who belongs together.
. "$HELPERS"
take() { winnow intake "$@" --operator 'O. Operator' --at 2026-01-06 >/dev/null; }
no='--lives-with-children no --works-with-children no --other-access no --position-of-trust no'
take AB-1 --seized-at 2026-01-05 --suspect S-1 $no
take AB-2 --seized-at 2026-01-05 --suspect S-1 $no
take AB-3 --seized-at 2026-01-05 --household H-1 --lives-with-children unknown
short() { grep -E '^ +[0-9]+ |to be started|same suspect|^Capacity|^  lane|^  All|^  These|^Not waiting'; }
echo '--- the order'
winnow rank --as-of 2026-01-10 | short
echo '--- a further device first, were a child at risk'
winnow rank --as-of 2026-01-10 --what-if AB-2:immediate-risk=yes | sed -n '1,5p'
echo '--- and with a lane that a reviewer lowered'
winnow people --grant 'A. Admin' administrator --operator 'A. Admin' >/dev/null
winnow people --grant 'R. Reviewer' reviewer --operator 'A. Admin' >/dev/null
winnow people --grant 'E. Examiner' examiner --operator 'A. Admin' >/dev/null
winnow review AB-3 --lower-to C --reason 'known' --operator 'R. Reviewer' >/dev/null
winnow rank --as-of 2026-01-10 --what-if AB-3:immediate-risk=yes | sed -n '1,3p'
echo '--- nothing was changed by it'
winnow rank --as-of 2026-01-10 --json 2>/dev/null | grep -o '"exhibit":"[^"]*","lane":"."'
echo '--- what cannot be supposed'
for text in AB-9:immediate-risk=yes AB-2:age=40 AB-2:immediate-risk=perhaps AB-2; do
  winnow rank --what-if "$text"
  echo "exit status $?"
done
echo '--- a forecast'
winnow rank --as-of 2026-01-10 --starts 0.5 --arrivals 1 | short | grep -v '^ *[0-9]'
winnow rank --as-of 2026-01-10 --starts 20 --arrivals 1 | grep -E '^  (All|These)'
echo '--- one that is started'
winnow disposition AB-1 --to assigned --to-examiner 'E. Examiner' --operator 'E. Examiner' \
  >/dev/null
winnow rank --as-of 2026-01-10 | short | grep -v '^  lane'
winnow rank --as-of 2026-01-10 --all --json 2>/dev/null |
  grep -o '"rank":[0-9]*,"exhibit":"[^"]*"\|"disposition":"[^"]*"\|"same_people":[^]]*]'
winnow verify | grep 'audit log'
