# Six people name themselves administrator at the same time: one comes first, and the others
# are judged by what is then on record.
winnow people --grant 'R. Reviewer' reviewer >/dev/null 2>&1
exec 7<winnow-case
flock 7 # all of them are started before any of them can read the log
for i in 1 2 3 4 5 6; do
  winnow people --grant "P. $i" administrator --operator "P. $i" >"granted.$i" 2>"refused.$i" &
done
sleep 1
flock -u 7
wait
cat granted.* | grep -c 'administrator$'
cat refused.* | sed 's/P\. [1-6]/P. N/g' | sort | uniq -c | sed 's/^ *//'
winnow people | sed 's/P\. [1-6]/P. N/'
grep -o '"event":"[a-z_]*"' winnow-case/audit.jsonl | sort | uniq -c | sed 's/^ *//'
winnow verify | head -1
echo '--- rows of a file, and decisions beside them'
admin=$(winnow people | sed -n 's/  *administrator$//p')
{ echo exhibit,suspect; for i in $(seq 60); do echo "E$i,S$i"; done; } >rows.csv
winnow intake --import rows.csv --operator 'O. Perator' >imported 2>/dev/null &
for i in 1 2 3 4; do winnow people --grant "U. $i" auditor --operator "$admin" >/dev/null & done
wait
tail -1 imported
grep -o '"event":"[a-z_]*"' winnow-case/audit.jsonl | sort | uniq -c | sed 's/^ *//'
winnow verify | head -1
