. "$HELPERS"
list a.txt 1 2
printf 'content-3' | sha256sum | sed 's/-$/3.jpg/' >b.txt
printf '%s\n' 'no digest here' >>b.txt
winnow hashset build out.wset a.txt b.txt --name grade1 --type notable 2>/dev/null
winnow hashset info out.wset --json | sed 's/"id":"[0-9a-f]*","set_uuid":"[^"]*"/"id":"X"/; s/"import":.*/"import":X/'
printf 'content-2' >two.jpg
printf 'content-9' >nine.jpg
winnow hashset check out.wset two.jpg nine.jpg "$(md5sum <nine.jpg | cut -c1-32)" \
  "$(printf 'content-3' | sha256sum | cut -c1-64 | tr a-f A-F)"
winnow hashset build known.wset a.txt --name os --type known
exhibit usb.raw 'files 5'
winnow scan usb.raw --hashset known.wset
echo "exit status $?"
winnow scan usb.raw --hashset out.wset --known known.wset --json 2>/dev/null | tail -1
ls winnow-case/sets
status winnow hashset info nothing.wset
status winnow hashset info .
status winnow hashset check out.wset no-such-file
status winnow hashset build out.wset a.txt --name x --type friendly 2>/dev/null
