#include "drivers/web/expectation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "drivers/answers/words.h"
#include "drivers/devices/device_reads.h"
#include "scanner/supervise/exhibit_files.h"

namespace winnow {
namespace {

constexpr BenchSeconds kInOrder{0.5};
constexpr BenchSeconds kAnywhere{0.3};
constexpr std::uint32_t kLargeRead = 1 << 20;
constexpr std::uint32_t kSmallRead = 4 << 10;

// What is not known before the file system is read is bounded on both sides: how many
// files there are, and what of a processor their digests and pictures take.
constexpr double kFewestFilesShare = 1.0 / (64 << 20);  // one file in so many bytes
constexpr double kMostFilesShare = 1.0 / (128 << 10);
constexpr double kMostFiles = 4e6;
constexpr double kRecordBytes = 4096;  // of metadata that an inventory reads for a file
constexpr double kFastestProcessor = 600e6;  // bytes a second through all digests
constexpr double kSlowestProcessor = 60e6;   // where most of it is pictures
// Disks are slower at their end than at their beginning, and shared.
constexpr double kSlowdown = 2.5;
constexpr double kStart = 2;  // seconds, of the child and the sets

std::uint64_t rounded_up(double seconds) {
  return static_cast<std::uint64_t>(std::ceil(std::clamp(seconds, 0.0, 1e9)));
}

std::string reading_words(const MeasuredReads& reads) {
  const std::string rate =
      bytes_text(static_cast<std::uint64_t>(std::max(0.0, reads.bytes_a_second))) +
      " a second";
  const std::string words =
      reads.is_from_device
          ? "It was read at " + rate + " for a moment"
          : "Reads gave " + rate +
                ", but may have come from this computer's memory, so that this is no "
                "rate of the device";
  if (!reads.is_raw) {
    return words +
           ". How long it takes is not known beforehand: an image of this kind is "
           "compressed, and how much it holds shows only on the way.";
  }
  if (!reads.has_bounds()) {
    return words +
           ". How long it takes is not known beforehand: the device may be far slower.";
  }
  return words +
         "; the rest is not known before it is seen, so the times lie far apart.";
}

// By its name, as nothing here looks into it.
bool is_raw_image(std::string path) {
  constexpr std::array<std::string_view, 7> kRaw = {".raw", ".dd",  ".img", ".bin",
                                                    ".iso", ".001", ".000"};
  std::transform(path.begin(), path.end(), path.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::any_of(kRaw.begin(), kRaw.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

}  // namespace

Result<MeasuredReads> measure_exhibit(const std::string& path) {
  auto device = BenchDevice::open(path);
  if (!device) return std::move(device).error();
  MeasuredReads reads;
  reads.bytes = device->size_bytes();
  // Of an image in segments all of them.
  if (const auto exhibit = open_exhibit(path)) {
    reads.bytes = std::max(reads.bytes, evidence_file_bytes(*exhibit));
  }
  const bool is_direct = device->can_be_direct();
  reads.is_raw = S_ISBLK(device->info().st_mode) || is_raw_image(path);
  const auto large = static_cast<std::uint32_t>(std::min<std::uint64_t>(
      kLargeRead, device->size_bytes() / kSmallRead * kSmallRead));
  const ReadSample in_order =
      device->measure({is_direct, false, false, large, 4}, kInOrder, kInOrder);
  const ReadSample anywhere =
      device->measure({is_direct, true, false, kSmallRead, 1}, kAnywhere, kAnywhere);
  if (in_order.reads == 0) {
    return Fault{FaultKind::io, "could not be read; it may be damaged", path,
                 std::nullopt};
  }
  reads.bytes_a_second = in_order.rate();
  // What was read more than once comes from some memory on the way, whoever's it is.
  reads.was_read_whole = in_order.bytes >= reads.bytes;
  const std::uint64_t most = in_order.bytes - in_order.bytes / 10;
  reads.is_from_device =
      !reads.was_read_whole && in_order.device_bytes.value_or(0) >= most;
  constexpr double kNanoseconds = 1e-9;
  reads.seconds_a_read = static_cast<double>(anywhere.p50) * kNanoseconds;
  return reads;
}

Expectation expectation_of(const MeasuredReads& reads,
                           const std::vector<SetOnPage>& sets, unsigned processors) {
  const auto bytes = static_cast<double>(reads.bytes);
  const double rate = std::max(reads.bytes_a_second, 1.0);
  const double cores = std::max(processors, 1u);
  const double whole_low = bytes / std::min(rate, cores * kFastestProcessor);
  const double whole_high =
      bytes / std::min(rate / kSlowdown, cores * kSlowestProcessor) + kStart;
  // Each file costs its record in the inventory and, if it may be listed, one small
  // read; never more than everything.
  const auto probed = [&](double files_share, double slowdown) {
    const double files = std::min(bytes * files_share, kMostFiles);
    return files * (kRecordBytes / rate + reads.seconds_a_read) * slowdown;
  };
  const double first_low = std::min(probed(kFewestFilesShare, 1), whole_low);
  const double first_high =
      std::min(probed(kMostFilesShare, kSlowdown) + kStart, whole_high);
  const auto is_notable = [](const SetOnPage& set) { return set.type == "notable"; };
  const bool has_learned = std::any_of(sets.begin(), sets.end(), [&](const auto& set) {
    return is_notable(set) && set.is_learned;
  });
  const bool has_plain = std::any_of(sets.begin(), sets.end(), [&](const auto& set) {
    return is_notable(set) && !set.is_learned;
  });
  Expectation expected;
  expected.whole.emplace(rounded_up(whole_low), rounded_up(whole_high));
  expected.first_useful = expected.whole;
  if (has_learned) {
    expected.first_useful.emplace(rounded_up(first_low), rounded_up(first_high));
    expected.why =
        "The learned sets know the size and the beginning of each listed file: once "
        "every file was listed and its first block compared (the tier probe), whole "
        "listed files that are still there have been met.";
    if (has_plain) {
      expected.why +=
          " What only the plain lists know is met anywhere on the way, and "
          "only at the end is it known whether one was met.";
    }
  } else if (has_plain) {
    expected.why =
        "The lists hold digests alone: a listed file is known only once all of it was "
        "read, so one may be met anywhere on the way, and only at the end is it known "
        "whether one was met.";
  } else {
    expected.first_useful.emplace(rounded_up(first_low), rounded_up(first_high));
    expected.why =
        "The server was started without a set of files to look for: files are listed, "
        "and their names looked at.";
  }
  if (!reads.has_bounds()) {
    expected.first_useful.reset();
    expected.whole.reset();
  }
  expected.why += " " + reading_words(reads);
  return expected;
}

}  // namespace winnow
