# An exhibit of the case is not measured without a reason, and the audit log tells of it.
. "$HELPERS"
exhibit usb.raw 'files 5'
head -c 8192 /dev/zero >>usb.raw
list one.txt 1
winnow scan usb.raw --hashset one.txt >/dev/null 2>&1
head -c 8192 /dev/zero >other.raw
cp usb.raw copy.raw
ln -s usb.raw link.raw
for device in usb.raw copy.raw link.raw; do
  status winnow bench "$device" --seconds 1
done
status winnow bench usb.raw --seconds 1 --case missing
grep -c '"event":"bench' winnow-case/audit.jsonl
status winnow bench other.raw --seconds 1
status winnow bench usb.raw --seconds 1 --reason 'the disk is slow' --operator A
grep -o '"event":"bench[^}]*' winnow-case/audit.jsonl |
  sed 's/"tool_version":"[^"]*"/V/; s/"bytes_read":"[0-9]*"/B/'
winnow verify | grep '^audit log'
ls
