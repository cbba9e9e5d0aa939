# Options of later versions are refused, not swallowed.
. "$HELPERS"
exhibit usb.raw 'files 3'
list list.txt 1
for option in '--budget 5' '--item-limit 2' '--set-threshold a=3' \
  '--keep nonsense' '--until never' \
  '--digests crc32' '--digests ,' '--threads 0' '--threads many'; do
  echo "$option: $(status winnow scan usb.raw --hashset list.txt $option 2>message) $(grep -c . message)"
done
status winnow nonsense 2>/dev/null
status winnow 2>/dev/null
status winnow scan 2>/dev/null
status winnow rank --as-of yesterday 2>/dev/null
status winnow findings --exhibit x 2>/dev/null
ls
