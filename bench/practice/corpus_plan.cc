#include "bench/practice/corpus_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "bench/practice/practice_random.h"
#include "bench/practice/practice_tools.h"

namespace winnow::practice {
namespace {

using Kind = PlannedFile::Kind;
using Role = PlannedFile::Role;

constexpr std::uint64_t kFilesPerRoll = 100000;
constexpr std::size_t kSameSizePerPlanted = 3;
constexpr std::size_t kPlantedPerTwin = 10;
constexpr double kSmallestPlantedBytes = 40e3;  // ten blocks: something can be left
constexpr std::size_t kPieceBytes = 4096;
constexpr std::size_t kMostPieces = 12;

// Four people with albums by year, papers by subject, downloads and caches: 300
// folders.
std::vector<std::string> plan_folders() {
  constexpr std::array kPeople = {"Alex", "Robin", "Kim", "Public"};
  constexpr std::array kAlbums = {
      "Garden", "Birthday", "Holiday by the sea", "School", "Bicycle", "Snow", "Misc"};
  constexpr std::array kPapers = {"Bank",    "House",     "School",
                                  "Letters", "Insurance", "Recipes"};
  std::vector<std::string> folders;
  for (const std::string person : kPeople) {
    const std::string home = "Users/" + person;
    for (int year = 2015; year <= 2023; ++year) {
      for (const std::string name : kAlbums) {
        folders.push_back(home + "/Pictures/" + std::to_string(year) + "/" + name);
      }
    }
    for (const std::string name : kPapers)
      folders.push_back(home + "/Documents/" + name);
    folders.push_back(home + "/Downloads");
    folders.push_back(home + "/AppData/Local/Browser/Cache");
    folders.push_back(home + "/AppData/Local/Temp");
    folders.push_back(home + "/Videos");
  }
  folders.insert(folders.end(), {"ProgramData/Photo/thumbs", "Windows/Web",
                                 "Windows/System32", "Windows/Logs"});
  return folders;
}

// Log-normal: half the sizes below `median`, the average above it by exp(spread^2 / 2).
double draw_size(Random& random, double median, double spread, double least,
                 double most) {
  return std::clamp(median * std::exp(spread * random.normal()), least, most);
}

// A crowd of files is parted into rolls, so that folders stay as large as people's are.
std::string roll_of(std::uint64_t number, std::uint64_t files) {
  if (files <= kFilesPerRoll) return "";
  char name[32];
  std::snprintf(name, sizeof name, "/Roll %02u",
                static_cast<unsigned>(number % (files / kFilesPerRoll)));
  return name;
}

PlannedFile plan_file(std::uint64_t number, const CorpusOrder& order,
                      const std::vector<std::string>& folders, Random& random) {
  PlannedFile file;
  file.seed = random.next();
  const std::string folder =
      folders[random.below(folders.size())] + roll_of(number, order.files);
  const char* pattern = "%s/IMG_%05u.JPG";
  if (number % 1000 == 799) {
    file.kind = Kind::binary;
    file.size_bytes = 10e6 + 50e6 * random.unit() * random.unit();
    pattern = "%s/film_%05u.bin";
  } else if (number % 20 < 17) {
    file.kind = Kind::picture;
    // exp(0.977^2 / 2) = 1.61, the ratio of 100 KB to 62 KB.
    file.size_bytes = draw_size(random, 62e3, 0.977, 8e3, 1.5e6);
  } else {
    const bool is_text = random.below(2) == 0;
    file.kind = is_text ? Kind::text : Kind::binary;
    file.size_bytes = is_text ? draw_size(random, 6e3, 1.5, 0, 2e6)
                              : draw_size(random, 40e3, 1.3, 16, 6e6);
    pattern = is_text ? "%s/note_%05u.txt" : "%s/data_%05u.bin";
  }
  char path[256];
  std::snprintf(path, sizeof path, pattern, folder.c_str(),
                static_cast<unsigned>(number));
  file.path = path;
  return file;
}

std::vector<PlannedFile> plan_files(const CorpusOrder& order) {
  Random random(order.seed);
  const std::vector<std::string> folders = plan_folders();
  std::vector<PlannedFile> files;
  double bytes = 0;
  for (std::uint64_t i = 0; i < order.files; ++i) {
    files.push_back(plan_file(i, order, folders, random));
    bytes += files.back().size_bytes + 4096;
  }
  if (bytes > 0.8 * static_cast<double>(order.size_bytes)) {
    fail("--files " + std::to_string(order.files) + " needs --size " +
         std::to_string(static_cast<std::uint64_t>(bytes / 0.8 / 1048576) + 1) +
         "MiB or more");
  }
  return files;
}

// The first file from `from` on, round and round, that `fits` and has no role yet.
template <typename Fits>
std::size_t find_file(const std::vector<PlannedFile>& files, std::size_t from,
                      const Fits& fits) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::size_t at = (from + i) % files.size();
    if (files[at].role == Role::ordinary && fits(files[at])) return at;
  }
  fail("too few files for what is to be planted: fewer --planted or more --files");
}

// Gives `count` pictures the role, evenly over the order of writing and so over the
// device.
std::vector<std::size_t> plant(std::vector<PlannedFile>& files, std::size_t count,
                               Role role) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = (2 * i + 1) * files.size() / (2 * count);
    chosen.push_back(find_file(files, from, [](const PlannedFile& file) {
      return file.kind == Kind::picture && file.size_bytes >= kSmallestPlantedBytes;
    }));
    files[chosen.back()].role = role;
  }
  return chosen;
}

void give_decoys(std::vector<PlannedFile>& files, std::size_t model, bool has_twin,
                 Random& random) {
  for (std::size_t i = 0; i < kSameSizePerPlanted; ++i) {
    const std::size_t decoy =
        find_file(files, random.below(files.size()), [](const PlannedFile& file) {
          return file.kind != Kind::picture && file.size_bytes < 9e6;
        });
    files[decoy].role = Role::same_size;
    files[decoy].model = model;
  }
  if (!has_twin) return;
  const std::size_t twin =
      find_file(files, random.below(files.size()),
                [](const PlannedFile& file) { return file.kind == Kind::picture; });
  files[twin].role = Role::twin;
  files[twin].model = model;
}

void plan_planted(const CorpusOrder& order, CorpusPlan& plan, Random& random) {
  const std::size_t fewer = std::max<std::size_t>(1, order.planted / 4);
  const auto live = plant(plan.files, order.planted, Role::planted);
  const auto deleted = plant(plan.files, fewer, Role::planted_deleted);
  const auto remainders = plant(plan.files, fewer, Role::planted_remainder);
  for (std::size_t i = 0; i < live.size(); ++i) {
    give_decoys(plan.files, live[i], i % kPlantedPerTwin == 0, random);
  }
  for (const std::size_t model : deleted) give_decoys(plan.files, model, false, random);
  for (const std::size_t model : remainders) {
    give_decoys(plan.files, model, false, random);
  }
}

void plan_past(CorpusPlan& plan, Random& random) {
  plan.early_files = plan.files.size() * 2 / 5;
  for (std::size_t i = 0; i < plan.files.size(); ++i) {
    PlannedFile& file = plan.files[i];
    const auto blocks = static_cast<std::size_t>(file.size_bytes) / kPieceBytes;
    // A picture's size is known to some 15 % only.
    const std::size_t most = std::min(kMostPieces, blocks / 2);
    if (random.below(50) == 0 && most >= 2) file.pieces = 2 + random.below(most - 1);
    const bool is_early = i < plan.early_files && random.below(10) == 0;
    if (file.role == Role::ordinary && is_early) {
      file.is_deleted_early = true;
      file.is_deleted_late = false;
    }
  }
}

}  // namespace

bool is_known(Role role) {
  return role == Role::planted || role == Role::planted_deleted ||
         role == Role::planted_remainder;
}

CorpusPlan plan_corpus(const CorpusOrder& order) {
  CorpusPlan plan;
  plan.files = plan_files(order);
  Random late(order.seed + 1);
  for (PlannedFile& file : plan.files) file.is_deleted_late = late.below(100) < 15;
  if (order.planted == 0) return plan;
  Random random(order.seed + 2);
  plan_planted(order, plan, random);
  for (PlannedFile& file : plan.files) {
    if (file.role == Role::ordinary) continue;
    file.is_deleted_late =
        file.role == Role::planted_deleted || file.role == Role::planted_remainder;
  }
  plan_past(plan, random);
  return plan;
}

}  // namespace winnow::practice
