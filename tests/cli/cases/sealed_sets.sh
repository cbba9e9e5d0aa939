# A sealed set gives the findings of the plain one, and its three faults are told apart.
. "$HELPERS"
list a.txt 1 2
exhibit usb.raw 'files 5'
echo 'an invented passphrase' >right
echo 'another one' >wrong
winnow hashset build plain.wset a.txt --name grade1 --type notable 2>/dev/null
winnow hashset build sealed.wset a.txt --name grade1 --type notable --seal \
  --passphrase-file right 2>/dev/null
ls
# One digest of the list, as the plain set holds it.
digest=$(printf 'content-1' | md5sum | cut -c1-32 | sed 's/../\\x&/g')
LC_ALL=C grep -lP "$digest" plain.wset sealed.wset

for set in plain sealed; do
  winnow scan usb.raw --hashset $set.wset --passphrase-file right --case $set 2>/dev/null >&2
  echo "exit status $?"
  winnow findings --case $set --json >$set.findings
  winnow coverage --case $set --json >$set.coverage
  ls $set/sets
done
cmp plain.findings sealed.findings && cmp plain.coverage sealed.coverage &&
  wc -l <sealed.findings
winnow hashset info plain.wset --json >plain.info
winnow hashset info sealed.wset --passphrase-file right --json | cmp - plain.info

status winnow hashset check sealed.wset right --passphrase-file wrong
status winnow hashset check sealed.wset right
status winnow scan usb.raw --hashset sealed.wset --case c
head -c 500 sealed.wset >short.wset
status winnow hashset info short.wset --passphrase-file right
status winnow hashset build out.wset a.txt --name x --type notable --seal
status winnow hashset build out.wset a.txt --name x --type notable --passphrase-file right
ls
