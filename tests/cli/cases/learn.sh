# A set from reference files: what is said, what is left out, and a run that was killed.
. "$HELPERS"
mkdir -p ref/1 ref/4/sub
printf 'content-1' >ref/1/one.jpg
printf 'content-2' >ref/4/two.jpg
printf 'content-2' >ref/4/sub/again.jpg
seq -f 'line %g of an invented report' 400 >ref/4/sub/report.txt
: >ref/4/empty.jpg
ln -s /etc/passwd ref/4/link.jpg
mkfifo ref/4/pipe
winnow hashset learn out.wset ref --name grade --profile us --threads 2
echo "exit status $?"
winnow hashset info out.wset | sed 's/  id .*/  id X/; s/  categories: .*/  categories: X/'
winnow hashset info out.wset --json | sed 's/id":"[-0-9a-f]*"/id":"X"/g; s/"import":.*/"import":X/'
winnow hashset check out.wset ref/4/two.jpg ref/4/sub/report.txt
{ cat ref/4/sub/report.txt; printf 'more'; } >longer.txt
printf 'content-9' >nine.jpg
winnow hashset check out.wset longer.txt nine.jpg
cp out.wset first.wset
winnow hashset learn out.wset ref --name grade --profile us --threads 1 --memory 1MB --json 2>/dev/null
cmp first.wset out.wset && echo same
grep -c two.jpg out.wset
winnow hashset learn named.wset ref --name grade --keep-names --category 2 \
  --imported-at 2026-05-01 2>/dev/null
winnow hashset info named.wset | grep imported
winnow hashset check named.wset ref/1/one.jpg
ls
status winnow hashset learn ref/out.wset ref --name x
status winnow hashset learn other.wset nowhere --name x
status winnow hashset learn other.wset ref --name x --type friendly
status winnow hashset learn other.wset ref
printf '%s\n' 'path,category' '1/one.jpg,worst' >table.csv
status winnow hashset learn other.wset ref --name x --categories table.csv
ls
