// A volume as a family's computer might have it (corpus_plan.h), to measure on.
//
//   make_corpus OUTDIR [--fs ntfs] [--size 4GiB] [--files 20000] [--seed 1]
//               [--planted N] [--hollow]
//
// Writes corpus-FS.img and its manifest, corpus.tsv (see practice_volume.h). With
// --planted N the manifest is corpus-FS.tsv, and beside it lie what a list is made of:
//
//   planted/       the content of every known file, for `winnow hashset learn`
//   planted.csv    their md5,sha1,size: a list without blocks
//
// N of the known files are live; a quarter as many are deleted and whole, and as many
// again deleted and partly overwritten. --hollow (ext4) writes the planted files and
// what is to be told from them whole, of one file in four the first 4 KiB, and of the
// rest nothing: a device of any size whose image stays small. One file is in memory at
// a time.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

#include "bench/practice/corpus_plan.h"
#include "bench/practice/draw_picture.h"
#include "bench/practice/practice_content.h"
#include "bench/practice/practice_volume.h"

namespace winnow::practice {
namespace {

using Role = PlannedFile::Role;

constexpr std::uint64_t kHeadBytes = 4096;
constexpr std::uint64_t kFilesPerHead = 4;
constexpr std::uint64_t kLargeFatBytes = std::uint64_t{512} << 20;

CorpusOrder read_arguments(int argc, char** argv) {
  CorpusOrder order;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (!word.starts_with("--") && order.folder.empty()) {
      order.folder = word;
    } else if (word == "--hollow") {
      order.is_hollow = true;
    } else if (i + 1 == argc) {
      fail("unknown or incomplete argument: " + std::string(word));
    } else if (word == "--fs") {
      order.file_system = argv[++i];
    } else if (word == "--size") {
      order.size_bytes = parse_size(argv[++i]);
    } else if (word == "--files") {
      order.files = parse_number(argv[++i]);
    } else if (word == "--seed") {
      order.seed = parse_number(argv[++i]);
    } else if (word == "--planted") {
      order.planted = parse_number(argv[++i]);
    } else {
      fail("unknown argument: " + std::string(word));
    }
  }
  if (order.folder.empty()) {
    fail(
        "usage: make_corpus OUTDIR [--fs ntfs|ext4|fat32|exfat] [--size 4GiB] "
        "[--files 20000] [--seed 1] [--planted N] [--hollow]");
  }
  return order;
}

FileSystem file_system_of(const CorpusOrder& order) {
  if (order.file_system == "ntfs") return FileSystem::ntfs;
  if (order.file_system == "ext4") return FileSystem::ext4;
  if (order.file_system == "fat32") return FileSystem::fat;
  if (order.file_system == "exfat") return FileSystem::exfat;
  fail("unknown file system: " + order.file_system + " (ntfs, ext4, fat32, exfat)");
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

// The known files: made before the volume, because others take their size from them.
class KnownFiles {
 public:
  explicit KnownFiles(const CorpusPlan& plan) {
    for (std::size_t i = 0; i < plan.files.size(); ++i) {
      if (is_known(plan.files[i].role)) bytes_[i] = make_bytes(plan.files[i]);
    }
  }
  [[nodiscard]] const ByteVector& bytes_of(std::size_t file) const {
    return bytes_.at(file);
  }
  void write_lists(const std::string& folder) const {
    std::filesystem::create_directories(folder + "/planted");
    std::string rows = "md5,sha1,size\n";
    unsigned number = 0;
    for (const auto& [file, bytes] : bytes_) {
      char name[32];
      std::snprintf(name, sizeof name, "/planted/known_%04u.jpg", ++number);
      write_host_file(folder + name, bytes);
      rows += md5_hex(bytes) + "," + sha1_hex(bytes) + "," +
              std::to_string(bytes.size()) + "\n";
    }
    write_host_text(folder + "/planted.csv", rows);
  }

 private:
  std::map<std::size_t, ByteVector> bytes_;  // by index in the plan
};

class CorpusWriter {
 public:
  CorpusWriter(const CorpusOrder& order, const CorpusPlan& plan,
               const KnownFiles& known, PracticeVolume& volume)
      : order_(order), plan_(plan), known_(known), volume_(volume) {}

  void write() {
    for (std::size_t i = 0; i < plan_.files.size(); ++i) {
      if (i == plan_.early_files) remove_early();
      add(i);
    }
    for (const PlannedFile& file : plan_.files) remove_late(file);
  }

 private:
  void add(std::size_t index) {
    const PlannedFile& file = plan_.files[index];
    const bool is_plain = file.role == Role::ordinary || file.role == Role::same_size;
    if (order_.is_hollow && is_plain) {
      add_hollow(index);
    } else {
      add_whole(file, content_of(index));
    }
    if (file.role != Role::ordinary) volume_.mark(file.path, mark_of(file.role));
  }

  void add_whole(const PlannedFile& file, const ByteVector& bytes) {
    if (file.pieces > 1) {
      volume_.add_scattered_file(file.path, bytes, file.pieces);
    } else {
      volume_.add_file(file.path, bytes);
    }
  }

  void add_hollow(std::size_t index) {
    const PlannedFile& file = plan_.files[index];
    const std::uint64_t size = file.role == Role::same_size
                                   ? known_.bytes_of(file.model).size()
                                   : static_cast<std::uint64_t>(file.size_bytes);
    const bool has_head = file.role == Role::same_size || index % kFilesPerHead == 0;
    const std::uint64_t head = has_head ? std::min(size, kHeadBytes) : 0;
    volume_.add_hollow_file(file.path, make_noise(file.seed, head), size);
  }

  [[nodiscard]] ByteVector content_of(std::size_t index) const {
    PlannedFile file = plan_.files[index];
    if (is_known(file.role)) return known_.bytes_of(index);
    if (file.role == Role::same_size) {
      file.size_bytes = static_cast<double>(known_.bytes_of(file.model).size());
    }
    if (file.role != Role::twin) return make_bytes(file);
    ByteVector bytes = known_.bytes_of(file.model);
    bytes.back() = static_cast<unsigned char>(~bytes.back());
    return bytes;
  }

  static const char* mark_of(Role role) {
    if (role == Role::same_size) return "same-size";
    return role == Role::twin ? "twin" : "known";
  }

  void remove_early() {
    for (std::size_t i = 0; i < plan_.early_files; ++i) {
      if (plan_.files[i].is_deleted_early) volume_.remove(plan_.files[i].path);
    }
  }

  void remove_late(const PlannedFile& file) {
    if (!file.is_deleted_late) return;
    if (file.role == Role::planted_remainder) {
      volume_.remove_and_spoil(file.path, file.seed);
    } else {
      volume_.remove(file.path);
    }
  }

  const CorpusOrder& order_;
  const CorpusPlan& plan_;
  const KnownFiles& known_;
  PracticeVolume& volume_;
};

void make_corpus(const CorpusOrder& order) {
  const CorpusPlan plan = plan_corpus(order);
  const KnownFiles known(plan);
  VolumeOrder volume_order;
  volume_order.size_bytes = order.size_bytes;
  volume_order.label = "CORPUS";
  // FAT has no default for large volumes, and too few clusters in small ones.
  if (order.file_system == "fat32" && order.size_bytes >= kLargeFatBytes) {
    volume_order.unit_bytes = 4096;
  }
  volume_order.spreads_folders = true;
  const std::string stem = order.folder + "/corpus-" + order.file_system;
  PracticeVolume volume(file_system_of(order), stem + ".img", volume_order);
  CorpusWriter(order, plan, known, volume).write();
  if (order.planted > 0) known.write_lists(order.folder);
  volume.finish(order.planted > 0 ? stem + ".tsv" : order.folder + "/corpus.tsv");
  std::printf("%s.img: %zu files of %.3f GB, %zu of them live with %.3f GB\n",
              stem.c_str(), volume.all_files(),
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
