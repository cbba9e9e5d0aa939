#include "scanner/ledger/residual.h"

#include <algorithm>
#include <array>

#include "hashsets/content_blocks.h"

namespace winnow {
namespace {

__extension__ typedef unsigned __int128 Wide;

constexpr unsigned kFractionBits = 63;
constexpr std::uint64_t kOne = std::uint64_t{1} << kFractionBits;
constexpr std::uint32_t kVeryProbable = 9'900;  // ten-thousandths

std::uint64_t divide_up(std::uint64_t value, std::uint64_t by) {
  return value / by + (value % by != 0 ? 1 : 0);
}

// The sampled part in cells; strata whose sample was not read are not in it.
struct Sampled {
  std::uint64_t cells = 0;    // at most
  std::uint64_t strata = 0;   // as many cells of them were examined
  std::uint64_t stratum = 0;  // cells of the largest
  std::uint64_t unseen = 0;   // at most: cells of the strata left out
};

Sampled sampled_part(const ResidualBasis& basis) {
  Sampled sampled;
  const std::uint64_t cells = divide_up(basis.sampled_bytes, kBlockLength);
  if (cells == 0) return sampled;
  const std::uint64_t planned = std::min(basis.samples, cells);
  if (planned == 0) {
    sampled.unseen = cells;
    return sampled;
  }
  sampled.strata = std::min(basis.samples_read, planned);
  sampled.stratum = divide_up(cells, planned);
  const std::uint64_t lost = planned - sampled.strata;
  sampled.unseen = lost * sampled.stratum;
  sampled.cells =
      std::min(sampled.strata * sampled.stratum, cells - lost * (cells / planned));
  return sampled;
}

// Where material can have been met at all.
Wide room_of(const ResidualBasis& basis, const Sampled& sampled) {
  return Wide{basis.settled_bytes} + basis.examined_bytes +
         Wide{sampled.cells} * kBlockLength;
}

bool is_all_looked_at(const ResidualBasis& basis, const Sampled& sampled) {
  return basis.probative_ppm > 0 && basis.unseen_bytes == 0 && sampled.unseen == 0 &&
         sampled.cells <= sampled.strata && room_of(basis, sampled) > 0;
}

std::uint64_t times_up(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint64_t>((static_cast<Wide>(a) * b + (kOne - 1)) >>
                                    kFractionBits);
}

// (1 - part/whole)^times of kOne, never too small. part < whole < 2^64.
std::uint64_t miss_bound(std::uint64_t part, std::uint64_t whole, std::uint64_t times) {
  auto power = static_cast<std::uint64_t>(
      ((static_cast<Wide>(whole - part) << kFractionBits) + (whole - 1)) / whole);
  std::uint64_t miss = kOne;
  for (; times != 0; times >>= 1) {
    if ((times & 1) != 0) miss = times_up(miss, power);
    power = times_up(power, power);
  }
  return miss;
}

std::string percent_text(std::uint32_t ten_thousandths) {
  const std::uint32_t rest = ten_thousandths % 100;
  return std::to_string(ten_thousandths / 100) + (rest < 10 ? ".0" : ".") +
         std::to_string(rest) + " %";
}

// "20 MiB"; rounded down to a tenth where it is no whole number.
std::string size_text(std::uint64_t bytes) {
  constexpr std::array kUnits = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes == 0) return "nothing";
  if (bytes < 1024) return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
  std::size_t unit = 0;
  while (unit + 1 < kUnits.size() && bytes >> (10 * (unit + 2)) != 0) ++unit;
  const std::uint64_t whole = bytes >> (10 * (unit + 1));
  const std::uint64_t tenth = (bytes >> (10 * unit)) % 1024 * 10 / 1024;
  return std::to_string(whole) + (tenth == 0 ? "" : "." + std::to_string(tenth)) + " " +
         kUnits[unit];
}

std::string unseen_text(const ResidualBasis& basis, const Sampled& sampled) {
  return size_text(basis.unseen_bytes + sampled.unseen * kBlockLength);
}

// Only for sizes that have room where something was looked at.
std::string chances_text(const ResidualBasis& basis, const Sampled& sampled) {
  std::string list;
  std::uint64_t untold = 0;  // the largest of those of which nothing can be said
  for (const Residual& point : residual_curve(basis)) {
    if (point.bytes > room_of(basis, sampled)) break;
    if (point.confidence == 0) {
      untold = point.bytes;
      continue;
    }
    list += (list.empty() ? "" : ", ") + percent_text(point.confidence) + " for " +
            size_text(point.bytes);
  }
  if (list.empty() || untold == 0) return list;
  return list + "; of " + size_text(untold) + " or less nothing can be stated";
}

std::string seen_text(const ResidualBasis& basis, const Sampled& sampled) {
  std::vector<std::string> parts;
  if (basis.settled_bytes > 0) {
    parts.push_back(size_text(basis.settled_bytes) +
                    " of live files was compared as a whole or settled by size and "
                    "first block");
  }
  if (basis.examined_bytes > 0) {
    parts.push_back(size_text(basis.examined_bytes) +
                    " of free space was looked at block by block");
  }
  if (sampled.strata > 0) {
    parts.push_back(size_text(sampled.cells * kBlockLength) + " of free space by " +
                    std::to_string(sampled.strata) +
                    (sampled.strata == 1 ? " sample" : " samples"));
  }
  const std::string unseen = unseen_text(basis, sampled) + " not at all";
  if (parts.empty()) return unseen;
  if (basis.unseen_bytes + sampled.unseen > 0) {
    parts.push_back(unseen + ", where all of it is first taken to lie");
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? ", and " : ", ";
    text += parts[i];
  }
  return text;
}

}  // namespace

std::uint64_t unseen_room(std::uint64_t length) {
  return length == 0 ? 0 : (divide_up(length - 1, kBlockLength) + 1) * kBlockLength;
}

std::uint32_t confidence(const ResidualBasis& basis, std::uint64_t material_bytes) {
  const Sampled sampled = sampled_part(basis);
  const Wide blocks =
      std::min(Wide{material_bytes}, room_of(basis, sampled)) / kBlockLength;
  const auto probative = static_cast<std::uint64_t>(
      blocks * std::min(basis.probative_ppm, kMillion) / kMillion);
  const std::uint64_t unseen =
      divide_up(basis.unseen_bytes, kBlockLength) + sampled.unseen;
  if (probative <= unseen) return 0;  // all of it may lie where nothing was looked at
  const std::uint64_t left = probative - unseen;
  // More than the cells no sample took: one was met, or lay where all was examined.
  if (left > sampled.cells - std::min(sampled.cells, sampled.strata)) {
    // The share is one of a set as a whole: some content may be without any such block.
    return basis.probative_ppm < kMillion ? kCertain - 1 : kCertain;
  }
  const std::uint64_t miss =
      miss_bound(left, sampled.strata * sampled.stratum, sampled.strata);
  const auto met =
      static_cast<std::uint32_t>(static_cast<Wide>(kOne - miss) * kCertain / kOne);
  return std::min(met, kCertain - 1);
}

std::vector<Residual> residual_curve(const ResidualBasis& basis) {
  std::vector<Residual> curve;
  for (const std::uint64_t bytes : kResidualSizes) {
    curve.push_back({bytes, confidence(basis, bytes)});
  }
  return curve;
}

std::uint64_t certain_run_bytes(const ResidualBasis& basis) {
  const Sampled sampled = sampled_part(basis);
  return sampled.strata == 0 ? 0 : (2 * sampled.stratum - 1) * kBlockLength;
}

std::string laboratory_words(const ResidualBasis& basis) {
  const Sampled sampled = sampled_part(basis);
  if (basis.probative_ppm == 0) {
    return "Some set of this scan knows no blocks, so what it lists could only be met "
           "as a whole file: compared or settled were " +
           size_text(basis.settled_bytes) + " of files, not seen so " +
           unseen_text(basis, sampled) + ".";
  }
  const std::string chances = chances_text(basis, sampled);
  std::string words;
  if (chances.empty()) {
    words =
        "Too little was looked at to state how probably listed contents would have "
        "been met: ";
  } else {
    words = std::string("Had listed contents been ") +
            (basis.is_folder ? "in this folder as whole files, at least one would"
                             : "on this exhibit as whole live files, or blocks of them "
                               "in free space and deleted files, however spread, at "
                               "least one file or block would") +
            " have been met with a probability of at least " + chances +
            ". This counts on at least " +
            percent_text(std::min(basis.probative_ppm, kMillion) / 100) +
            " of the material lying in blocks that the sets and the scan can "
            "recognise; ";
  }
  words += seen_text(basis, sampled) + ".";
  if (basis.is_folder) words += " A folder shows no free space and no deleted files.";
  return words +
         " Nothing is said of listed material inside other live files: changed ones, "
         "archives, disk images.";
}

std::string scene_words(const ResidualBasis& basis) {
  constexpr const char* kLimits =
      " New, altered or encrypted material may be present: this was triage, not a full "
      "examination.";
  const Sampled sampled = sampled_part(basis);
  if (is_all_looked_at(basis, sampled)) {
    return std::string(basis.is_folder
                           ? "All files here were compared with the lists, or settled "
                             "by size and first block; a folder shows no free space."
                           : "All that the lists could recognise here was looked at: "
                             "live files as a whole or by size and first block, free "
                             "space block by block.") +
           kLimits;
  }
  for (const Residual& point : residual_curve(basis)) {
    if (point.confidence < kVeryProbable || point.bytes > room_of(basis, sampled)) {
      continue;
    }
    return "Listed material of " + size_text(point.bytes) +
           " or more would very probably have been met here; less may well have been "
           "missed." +
           kLimits;
  }
  return std::string(
             "Too little was looked at to say that listed material is not "
             "here: even large amounts may have been missed.") +
         kLimits;
}

}  // namespace winnow
