#include "scanner/worker/sweep.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace winnow {
namespace {

constexpr std::uint64_t kStretchBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kPieceBytes = std::uint64_t{1} << 20;

std::uint64_t end_of(const Run& run) {
  return run.offset + run.length;
}

// The places whose bytes were asked for as content of a file, and those of free space
// that no child goes to again.
std::vector<Run> left_out(const Inventory& inventory,
                          const std::vector<Barred>& barred) {
  std::vector<Run> runs;
  for (const Barred& one : barred) {
    const WorkPlace& place = one.place;
    if (place.step != WorkStep::space) continue;
    if (place.number != SpaceSearched::kNoChunk) {
      runs.push_back({place.number * kSpaceChunkBytes, kSpaceChunkBytes});
    }
  }
  for (const FileOutline& file : inventory.files.outlines()) {
    if (file.content != ContentKind::runs && file.content != ContentKind::library) {
      continue;
    }
    for (const Run& run : file.runs) {
      if (!run.is_hole()) runs.push_back(run);
    }
  }
  std::sort(runs.begin(), runs.end(),
            [](const Run& a, const Run& b) { return a.offset < b.offset; });
  std::vector<Run> united;
  for (const Run& run : runs) {
    if (!united.empty() && run.offset <= end_of(united.back())) {
      Run& last = united.back();
      last.length = std::max(end_of(last), end_of(run)) - last.offset;
    } else {
      united.push_back(run);
    }
  }
  return united;
}

}  // namespace

Sweep::Sweep(const ScanOrder& order, const Evidence* evidence,
             const Inventory& inventory)
    : order_(order),
      evidence_(evidence),
      inventory_(inventory),
      damage_met_(order.damage_known ||
                  (evidence != nullptr && evidence->knows_damage())) {}

void Sweep::see(const Message& message) {
  const auto* known = std::get_if<OutcomeKnown>(&message);
  damage_met_ = damage_met_ || (known != nullptr && !known->outcome.unreadable.empty());
  const auto* searched = std::get_if<SpaceSearched>(&message);
  damage_met_ = damage_met_ || (searched != nullptr && searched->met_damage);
}

Result<void> Sweep::run(const std::function<Result<void>(const Message&)>& send) {
  if (!damage_met_ || evidence_ == nullptr || order_.until != Tier::everything ||
      tries_alone(order_)) {
    return {};
  }
  content_ = left_out(inventory_, order_.barred);
  piece_.resize(kPieceBytes);
  const std::uint64_t size = evidence_->size_bytes();
  for (std::uint64_t begin = order_.swept_to; begin < size;) {
    const std::uint64_t end =
        std::min(size, (begin / kStretchBytes + 1) * kStretchBytes);
    std::vector<Run> found;
    auto done = sweep_stretch(begin, end, found);
    for (std::size_t i = 0; done && i < found.size(); ++i) {
      done = send(RangeUnreadable{found[i].offset, found[i].length});
    }
    if (done) done = send(Swept{end});
    if (done) {
      Progress progress;
      progress.bytes_read = end;
      progress.bytes_planned = size;
      progress.files_done = inventory_.files.size();
      progress.files_planned = inventory_.files.size();
      progress.bottleneck = Bottleneck::reading;
      done = send(progress);
    }
    if (!done) return done;
    begin = end;
  }
  return {};
}

Result<void> Sweep::sweep_stretch(std::uint64_t begin, std::uint64_t end,
                                  std::vector<Run>& found) {
  for (std::uint64_t at = begin; at < end; at += kPieceBytes) {
    const auto wanted = outside_content(at, std::min(end, at + kPieceBytes));
    if (wanted.empty()) continue;
    const std::uint64_t from = wanted.front().offset;
    std::vector<Run> bad;
    auto read = evidence_->read_sound(
        from,
        MutableBytes(piece_).first(
            static_cast<std::size_t>(end_of(wanted.back()) - from)),
        bad);
    if (!read) return read;
    for (const Run& range : bad) {
      for (const Run& part : wanted) {
        const std::uint64_t start = std::max(range.offset, part.offset);
        const std::uint64_t stop = std::min(end_of(range), end_of(part));
        if (start < stop) append_range(found, {start, stop - start});
      }
    }
  }
  return {};
}

std::vector<Run> Sweep::outside_content(std::uint64_t begin, std::uint64_t end) const {
  std::vector<Run> outside;
  auto next = std::lower_bound(
      content_.begin(), content_.end(), begin,
      [](const Run& run, std::uint64_t wanted) { return end_of(run) <= wanted; });
  for (std::uint64_t at = begin; at < end; ++next) {
    const std::uint64_t stop =
        next == content_.end() ? end : std::min(end, next->offset);
    if (stop > at) outside.push_back({at, stop - at});
    if (next == content_.end()) break;
    at = std::max(at, end_of(*next));
  }
  return outside;
}

}  // namespace winnow
