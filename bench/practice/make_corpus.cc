// A large NTFS volume as a family's computer might have it, to measure speed on.
//
//   make_corpus OUTDIR [--size 4GiB] [--files 20000] [--seed 1]
//
// 85 % of the files are JPEG pictures of about 62 KB in the middle and 100 KB on
// average, the rest texts and binaries, one file in 1,000 of 10 to 60 MB. They lie in
// some 300 folders, and 15 % of them are deleted at the end. Writes corpus-ntfs.img and
// corpus.tsv (the manifest, see practice_volume.h). One file is in memory at a time.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "bench/practice/draw_picture.h"
#include "bench/practice/practice_content.h"
#include "bench/practice/practice_random.h"
#include "bench/practice/practice_volume.h"

namespace winnow::practice {
namespace {

struct CorpusOrder {
  std::string folder;
  std::uint64_t size_bytes = std::uint64_t{4} << 30;
  std::uint64_t files = 20000;
  std::uint64_t seed = 1;
};

struct PlannedFile {
  enum class Kind { picture, text, binary } kind;
  std::string path;
  std::uint64_t seed;
  double size_bytes;
};

CorpusOrder read_arguments(int argc, char** argv) {
  CorpusOrder order;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (!word.starts_with("--") && order.folder.empty()) {
      order.folder = word;
    } else if (i + 1 == argc) {
      fail("unknown or incomplete argument: " + std::string(word));
    } else if (word == "--size") {
      order.size_bytes = parse_size(argv[++i]);
    } else if (word == "--files") {
      order.files = parse_number(argv[++i]);
    } else if (word == "--seed") {
      order.seed = parse_number(argv[++i]);
    } else {
      fail("unknown argument: " + std::string(word));
    }
  }
  if (order.folder.empty()) {
    fail("usage: make_corpus OUTDIR [--size 4GiB] [--files 20000] [--seed 1]");
  }
  return order;
}

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

PlannedFile plan_file(std::uint64_t number, const std::vector<std::string>& folders,
                      Random& random) {
  using Kind = PlannedFile::Kind;
  PlannedFile file;
  file.seed = random.next();
  const std::string& folder = folders[random.below(folders.size())];
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
    files.push_back(plan_file(i, folders, random));
    bytes += files.back().size_bytes + 4096;
  }
  if (bytes > 0.8 * static_cast<double>(order.size_bytes)) {
    fail("--files " + std::to_string(order.files) + " needs --size " +
         std::to_string(static_cast<std::uint64_t>(bytes / 0.8 / 1048576) + 1) +
         "MiB or more");
  }
  return files;
}

ByteVector make_bytes(const PlannedFile& file) {
  const auto size = static_cast<std::size_t>(file.size_bytes);
  switch (file.kind) {
    case PlannedFile::Kind::picture:
      return draw_picture(picture_of_about(file.seed, file.size_bytes));
    case PlannedFile::Kind::text:
      return make_text(file.seed, size);
    case PlannedFile::Kind::binary:
      break;
  }
  return make_noise(file.seed, size);
}

void make_corpus(const CorpusOrder& order) {
  const std::vector<PlannedFile> files = plan_files(order);
  VolumeOrder volume_order;
  volume_order.size_bytes = order.size_bytes;
  volume_order.label = "CORPUS";
  PracticeVolume volume(FileSystem::ntfs, order.folder + "/corpus-ntfs.img",
                        volume_order);
  for (const PlannedFile& file : files) volume.add_file(file.path, make_bytes(file));
  Random random(order.seed + 1);
  for (const PlannedFile& file : files) {
    if (random.below(100) < 15) volume.remove(file.path);
  }
  volume.finish(order.folder + "/corpus.tsv");
  std::printf(
      "%s/corpus-ntfs.img: %zu files of %.3f GB, %zu of them live with %.3f GB\n",
      order.folder.c_str(), volume.all_files(),
      static_cast<double>(volume.all_bytes()) / 1e9, volume.live_files(),
      static_cast<double>(volume.live_bytes()) / 1e9);
}

}  // namespace
}  // namespace winnow::practice

int main(int argc, char** argv) {
  using namespace winnow::practice;
  start_program(argv[0]);
  const CorpusOrder order = read_arguments(argc, argv);
  std::error_code error;
  std::filesystem::create_directories(order.folder, error);
  if (error) fail(order.folder + ": " + error.message());
  make_corpus(order);
  return 0;
}
