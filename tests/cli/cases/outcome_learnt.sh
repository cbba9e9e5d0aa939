# Exhibits drawn at random for examination, what was missed on them, and waits.
. "$HELPERS"
quiet() { "$@" >/dev/null || echo "exit status $?"; }
list list.txt 1
exhibit e1.raw 'files 3'
for n in 2 3 4 5 6; do exhibit e$n.raw 'files 0'; done
winnow scan e?.raw --hashset list.txt >/dev/null 2>&1
quiet winnow people --grant 'A. Admin' administrator --operator 'A. Admin'
quiet winnow people --grant 'E. Examiner' examiner --operator 'A. Admin'
examiner=(--operator 'E. Examiner')
for n in 1 2 3 4 5 6; do
  quiet winnow intake e$n.raw --seized-at 2024-01-0$n --holder suspect --at 2024-01-10 \
    --lives-with-children no --works-with-children no --other-access no \
    --position-of-trust no --operator 'O. Operator'
done
echo '--- drawn'
winnow outcome --propose 2 --seed unit-7 "${examiner[@]}"
# What anybody can repeat: the smallest of these, of the lower half.
for ref in e4.raw e5.raw e6.raw; do
  echo "$(printf 'unit-7\n%s' $ref | sha256sum | cut -c1-8) $ref"
done | sort
winnow outcome --propose 5 "${examiner[@]}" | sed 's/[0-9]*:[0-9a-f]\{64\}/@HEAD@/'
winnow outcome --propose 1 "${examiner[@]}" || echo "exit status $?"
grep -o '"event":"proposed","object":"[^"]*"' winnow-case/audit.jsonl
echo '--- examined'
quiet winnow disposition e5.raw --to assigned --to-examiner 'E. Examiner' --at 2024-01-15 \
  "${examiner[@]}"
quiet winnow outcome e1.raw --result listed --at 2024-01-20 "${examiner[@]}"
winnow outcome e5.raw --result unlisted --at 2024-01-20 "${examiner[@]}"
quiet winnow outcome e6.raw --result nothing --at 2024-01-20 "${examiner[@]}"
quiet winnow outcome e4.raw --result nothing --at 2024-01-21 "${examiner[@]}"
winnow outcome --figures --as-of 2024-01-20
winnow outcome --figures --as-of 2024-01-20 --json >once
winnow outcome --figures --as-of 2024-01-20 --json | cmp - once && echo 'the same bytes'
