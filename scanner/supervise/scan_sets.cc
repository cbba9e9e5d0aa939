#include "scanner/supervise/scan_sets.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace winnow {
namespace {

const char* option_of(SetType type) {
  switch (type) {
    case SetType::notable:
      return "--hashset";
    case SetType::known:
      return "--known";
    case SetType::ignore:
      return "--ignore";
  }
  return "--hashset";
}

auto rank_of(const ScanSet& scan_set) {
  return std::make_tuple(scan_set.set.type(), scan_set.set.name(), scan_set.set.id());
}

}  // namespace

Result<ScanSet> open_scan_set(const std::string& path, SetType declared) {
  auto fd = open_read_only(path);
  if (!fd) return std::move(fd).error();
  return open_scan_set(std::move(*fd), path, declared);
}

Result<ScanSet> open_scan_set(Fd fd, const std::string& path, SetType declared) {
  auto set = HashSet::open(fd.get(), path);
  if (!set) return std::move(set).error();
  if (set->type() != declared) {
    return Fault{FaultKind::usage,
                 std::string("was built as a set of type ") + to_string(set->type()) +
                     "; give it with " + option_of(set->type()) + ", not with " +
                     option_of(declared),
                 path, std::nullopt};
  }
  const auto share = set->probative_share_ppm();
  if (!share) return share.error();
  return ScanSet{std::move(fd), std::move(*set), path, share->value_or(0)};
}

Result<EntryMet> entry_on_record(const HashSet& hash_set, std::uint32_t set,
                                 std::uint32_t number) {
  const auto entry = hash_set.entry(number);
  if (!entry) return entry.error();
  const auto size = hash_set.size_of(number);
  if (!size) return size.error();
  return EntryMet{set,
                  number,
                  printable_utf8(entry->profile),
                  entry->code,
                  printable_utf8(entry->label),
                  printable_utf8(entry->source),
                  size->value_or(0)};
}

void put_in_order(std::vector<ScanSet>& sets) {
  std::sort(sets.begin(), sets.end(),
            [](const ScanSet& a, const ScanSet& b) { return rank_of(a) < rank_of(b); });
  const auto end =
      std::unique(sets.begin(), sets.end(), [](const ScanSet& a, const ScanSet& b) {
        return a.set.type() == b.set.type() && a.set.id() == b.set.id();
      });
  sets.erase(end, sets.end());
}

}  // namespace winnow
