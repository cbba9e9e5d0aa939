# What a set is from: said when it is built, kept in it, the same in any order.
. "$HELPERS"
digest() { printf "$2" | "$1sum" | cut -d' ' -f1; }
one=$(digest md5 one) two=$(digest md5 two) three=$(digest md5 three)
cat >a.csv <<END
md5,sha1,category,md4
$one,$(digest sha1 one),1,$one
$two,$(digest sha1 two),,
END
cat >b.csv <<END
md5,sha1,category
$one,$(digest sha1 one),2
$two,$(digest sha1 other),
$three,,77
not a row,,
END
build() { winnow hashset build "$@" --name grade1 --type notable --profile uk; }
build ab.wset a.csv b.csv --publisher 'An agency' --publisher-version 7 \
  --released 2026-01-02 --imported-at 2026-01-03T04:05:06Z --operator 'A. Person' --threshold 24
winnow hashset info ab.wset | sed 's/  id [0-9a-f]*/  id X/; s/sha256: [0-9a-f]\{64\}/sha256: X/'
winnow hashset info ab.wset --json | sed 's/"id":"[0-9a-f]*","set_uuid":"[0-9a-f]\{8\}-[0-9a-f]\{4\}-8[0-9a-f]\{3\}-[89ab][0-9a-f]\{3\}-[0-9a-f]\{12\}"/X/; s/"digests".*//'
build c.wset a.csv b.csv 2>/dev/null
build d.wset b.csv a.csv 2>/dev/null
cmp c.wset d.wset && echo 'the same bytes'
winnow hashset info c.wset --json | grep -c 'imported_at_utc\|imported_by\|publisher'
printf '%s,a.jpg\n' "$(digest sha256 one)" >list64
winnow hashset build s.wset list64 --name s --type notable
winnow hashset build p.wset list64 --name p --type notable --format pdq
winnow hashset build x.wset list64 --name x --type notable --format vics
echo "exit status $?"
winnow hashset build x.wset list64 --name x --type notable --threshold 65
echo "exit status $?"
winnow hashset build x.wset list64 --name x --type notable --released yesterday
echo "exit status $?"
