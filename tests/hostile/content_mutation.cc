#include "tests/hostile/content_mutation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "bench/practice/practice_random.h"
#include "tests/hostile/child_run.h"
#include "tests/hostile/image_mutation.h"

namespace winnow::hostile {
namespace {

namespace fs = std::filesystem;
using practice::Random;

constexpr std::uint64_t kMostBytes = std::uint64_t{3} << 20;
constexpr std::uint64_t kEdge = 2048;     // of a file, where most damage is done
constexpr std::uint64_t kStretch = 4096;  // the longest that is moved or zeroed

std::uint64_t any_place(Random& random, const std::string& bytes) {
  const std::uint64_t edge = std::min<std::uint64_t>(bytes.size(), kEdge);
  switch (random.below(4)) {
    case 0:
      return random.below(bytes.size());
    case 1:
      return bytes.size() - 1 - random.below(edge);
    default:
      return random.below(edge);
  }
}

void change_bytes(Random& random, std::string& bytes) {
  const std::uint64_t most = std::uint64_t{1} << random.below(7);
  for (std::uint64_t i = 0, count = 1 + random.below(most); i < count; ++i) {
    char& at = bytes[any_place(random, bytes)];
    at = static_cast<char>(random.below(2) == 0 ? at ^ (1 << random.below(8))
                                                : static_cast<int>(random.below(256)));
  }
}

// A field of 1, 2, 4 or 8 bytes becomes an awkward number or its neighbour.
void change_field(Random& random, std::string& bytes) {
  const std::uint64_t width = std::uint64_t{1} << random.below(4);
  const std::uint64_t place = any_place(random, bytes);
  const std::uint64_t value =
      kAwkward[random.below(kAwkward.size())] + random.below(3) - 1;
  const bool is_big_endian = random.below(2) == 1;
  for (std::uint64_t i = 0; i < width && place + i < bytes.size(); ++i) {
    const std::uint64_t shift = 8 * (is_big_endian ? width - 1 - i : i);
    bytes[place + i] = static_cast<char>(value >> shift);
  }
}

void change_stretch(Random& random, std::string& bytes) {
  const std::uint64_t place = any_place(random, bytes);
  const std::uint64_t length =
      std::min(1 + random.below(kStretch), bytes.size() - place);
  const std::string other = bytes.substr(any_place(random, bytes), length);
  switch (random.below(4)) {
    case 0:
      bytes.erase(place, length);
      break;
    case 1:
      bytes.insert(place, other);
      break;
    case 2:
      bytes.replace(place, other.size(), other);
      break;
    default:
      bytes.replace(place, length, length, '\0');
      break;
  }
}

void change_once(Random& random, std::string& bytes) {
  switch (random.below(8)) {
    case 0:
      bytes.resize(random.below(bytes.size()));
      break;
    case 1:
    case 2:
      change_stretch(random, bytes);
      break;
    case 3:
    case 4:
    case 5:
      change_field(random, bytes);
      break;
    default:
      change_bytes(random, bytes);
      break;
  }
}

std::string small_letters(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<int>(c)));
  return text;
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

BaseContent base_content(const fs::path& path) {
  const std::string extension = small_letters(path.extension());
  if (fs::exists(path.parent_path() / "data_1")) {
    return {"cache", path, files_in(path.parent_path())};
  }
  BaseContent base{extension.empty() ? "none" : extension.substr(1), path, {}};
  if (extension.rfind(".db", 0) == 0) {
    // A database and its log.
    for (const std::string& other : files_in(path.parent_path())) {
      if (fs::path(other).stem() == path.stem()) base.beside.push_back(other);
    }
  }
  return base;
}

std::string place_of(const DamagedContent& mutant, const BaseContent& base) {
  return std::to_string(mutant.number) + "/" + fs::path(base.path).filename().string();
}

std::string bytes_of_mutant(const BaseContent& base, const DamagedContent& mutant,
                            std::uint64_t seed) {
  return damaged(seed, mutant.number, read_text(base.path));
}

void write_file(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// One member of a tar file, in the format of POSIX 1003.1-1988 (ustar).
std::string tar_member(const std::string& name, const std::string& bytes) {
  constexpr std::size_t kBlock = 512;
  constexpr std::size_t kNameField = 99;
  constexpr std::size_t kSum = 148;
  constexpr std::size_t kSumLength = 8;
  std::string head(kBlock, '\0');
  const auto put = [&head](std::size_t at, const std::string& text) {
    head.replace(at, text.size(), text);
  };
  const auto octal = [](std::uint64_t value) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%011llo",
                  static_cast<unsigned long long>(value));
    return std::string(text.data());
  };
  put(0, name.substr(0, kNameField));
  put(100, "0000644");
  put(124, octal(bytes.size()));
  put(136, octal(0));
  put(kSum, std::string(kSumLength, ' '));
  put(156, "0");
  put(257, std::string("ustar\00000", 8));
  std::uint64_t sum = 0;
  for (const char c : head) sum += static_cast<unsigned char>(c);
  put(kSum, octal(sum).substr(5) + std::string(1, '\0'));
  const std::size_t padding = (kBlock - bytes.size() % kBlock) % kBlock;
  return head + bytes + std::string(padding, '\0');
}

}  // namespace

std::string damaged(std::uint64_t seed, std::uint64_t number, std::string bytes) {
  Random random(seed_of(seed, "content", number));
  for (std::uint64_t i = 0, count = 1 + random.below(3); i < count; ++i) {
    if (bytes.empty()) break;
    change_once(random, bytes);
  }
  return bytes;
}

std::vector<BaseContent> base_contents(const std::string& shared) {
  std::vector<std::string> paths;
  for (const char* part : {"pictures", "containers"}) {
    const fs::path folder = fs::path(shared) / "evidence" / part;
    if (!fs::exists(folder)) return {};
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file() || entry.path().filename() == "SOURCE.txt") continue;
      if (entry.file_size() <= kMostBytes) paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<BaseContent> bases;
  for (const std::string& path : paths) bases.push_back(base_content(path));
  return bases;
}

std::vector<DamagedContent> damaged_contents(const std::vector<BaseContent>& bases,
                                             std::uint64_t seed, std::uint64_t round,
                                             std::uint64_t count) {
  std::map<std::string, std::vector<std::size_t>> kinds;
  for (std::size_t i = 0; i < bases.size(); ++i) kinds[bases[i].kind].push_back(i);
  std::vector<DamagedContent> mutants;
  for (std::uint64_t i = 0; i < count && !kinds.empty(); ++i) {
    const std::uint64_t number = round * count + i;
    Random random(seed_of(seed, "choice", number));
    auto kind = kinds.begin();
    std::advance(kind, static_cast<std::ptrdiff_t>(random.below(kinds.size())));
    mutants.push_back({number, kind->second[random.below(kind->second.size())]});
  }
  return mutants;
}

std::uint64_t pack(const std::vector<BaseContent>& bases,
                   const std::vector<DamagedContent>& mutants, std::uint64_t seed,
                   Packing packing, const std::string& target) {
  std::uint64_t files = 0;
  std::string tar;
  for (const DamagedContent& mutant : mutants) {
    const BaseContent& base = bases[mutant.base];
    const std::string place = place_of(mutant, base);
    const std::string bytes = bytes_of_mutant(base, mutant, seed);
    if (packing == Packing::tar) {
      tar += tar_member(place, bytes);
      continue;
    }
    write_file(fs::path(target) / place, bytes);
    ++files;
    for (const std::string& other : base.beside) {
      if (other == base.path) continue;
      fs::copy_file(other, fs::path(target) / std::to_string(mutant.number) /
                               fs::path(other).filename());
      ++files;
    }
  }
  if (packing == Packing::tar) {
    constexpr std::size_t kEndOfTar = 1024;
    write_file(fs::path(target) / "mutants.tar", tar + std::string(kEndOfTar, '\0'));
    ++files;
  }
  return files;
}

}  // namespace winnow::hostile
