# A measurement: what it says, that it only reads, and that it is on record.
. "$HELPERS"
head -c 2000000 /dev/zero >device.raw
md5sum device.raw >sum
winnow bench device.raw --seconds 1 --threads 2 >table
echo "exit status $?"
grep -o -e '^Reads in order' -e '^Reads anywhere' -e '^How long a read anywhere takes' \
  -e '^Reads through the page cache' -e '^Sustained over' \
  -e '^What each stage could do alone' -e '^What to expect of a scan' table
winnow bench device.raw --seconds 1 --threads 1 --json >out.json 2>/dev/null
wc -l <out.json
grep -o '^{"version":1,' out.json
for field in latency_ns sustained stages expected held_by; do
  grep -q "$field" out.json && echo "$field"
done
md5sum -c sum
sed 's/"ts_utc":"[-0-9T:.]*Z"/T/; s/"actor":"[^"]*"/A/; s/"tool_version":"[^"]*"/V/' winnow-bench.log
list one.txt 1
winnow hashset build one.wset one.txt --name one --type notable >/dev/null 2>&1
winnow bench device.raw --seconds 1 --hashset one.wset 2>/dev/null | grep -o 'set look-up' | sort -u
status winnow bench missing.raw
status winnow bench .
status winnow bench device.raw --seconds 0
status winnow bench device.raw --hashset sum
cp sum winnow-bench.log
status winnow bench winnow-bench.log
md5sum -c sum --quiet && cmp sum winnow-bench.log && echo unchanged
