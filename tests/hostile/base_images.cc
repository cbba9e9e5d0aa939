#include "tests/hostile/base_images.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "bench/practice/practice_tools.h"
#include "bench/practice/volume_writer.h"
#include "tests/hostile/child_run.h"
#include "tests/hostile/image_mutation.h"

namespace winnow::hostile {
namespace {

namespace fs = std::filesystem;
using practice::ByteVector;
using practice::run_command;
using practice::VolumeWriter;

constexpr std::uint64_t kMiB = 1 << 20;
constexpr std::uint64_t kListedEvery = 3;

struct PracticeFile {
  std::string path;
  ByteVector bytes;
};

struct Tree {
  std::vector<std::string> folders;
  std::vector<PracticeFile> files;
};

// Files of all the sizes at which a file system changes how it keeps them.
Tree practice_tree() {
  Tree tree{{"docs", "docs/deep", "docs/deep/deeper", "pictures"}, {}};
  constexpr std::array kSizes = {0,    1,    200,  511,   512,   513,    1023,
                                 1024, 2048, 4095, 4096,  4097,  8192,   12289,
                                 700,  333,  5000, 20000, 49152, 100000, 150000};
  for (std::size_t i = 0; i < 2 * kSizes.size(); ++i) {
    const std::string name =
        i % 5 == 4 ? "a name that is longer than others " + std::to_string(i) + ".txt"
                   : "file" + std::to_string(i) + ".jpg";
    const std::string content = marked_content(i + 1, kSizes[i % kSizes.size()]);
    tree.files.push_back({tree.folders[i % tree.folders.size()] + "/" + name,
                          ByteVector(content.begin(), content.end())});
  }
  return tree;
}

void set_time(const fs::path& path) {
  const timespec now{practice::kPracticeNow, 0};
  const std::array both = {now, now};
  ::utimensat(AT_FDCWD, path.c_str(), both.data(), AT_SYMLINK_NOFOLLOW);
}

void write_tree(const Tree& tree, const fs::path& top) {
  for (const std::string& folder : tree.folders) fs::create_directories(top / folder);
  for (const PracticeFile& file : tree.files) {
    practice::write_host_file(top / file.path, file.bytes);
  }
  for (const auto& entry : fs::recursive_directory_iterator(top)) {
    set_time(entry.path());
  }
  set_time(top);
}

// Every second file of the last folder is deleted again, and what the writer can do
// besides is done.
void fill(VolumeWriter& writer, const Tree& tree) {
  for (const std::string& folder : tree.folders) writer.make_folder(folder);
  for (const PracticeFile& file : tree.files) {
    writer.make_file(file.path, file.bytes, false);
  }
  for (std::size_t i = 3; i < tree.files.size(); i += 8) {
    writer.remove_file(tree.files[i].path);
  }
}

void fill_scattered(VolumeWriter& writer, const std::string& path, std::size_t pieces,
                    std::size_t unit_bytes) {
  const std::string content = marked_content(900, pieces * unit_bytes);
  writer.begin_scatter(pieces);
  writer.make_file(path, ByteVector(content.begin(), content.end()), false);
  writer.end_scatter();
}

void make_ntfs(const std::string& path, const Tree& tree) {
  practice::VolumeOrder order;
  order.size_bytes = 8 * kMiB;
  const auto writer = practice::make_ntfs_writer(path, order);
  fill(*writer, tree);
  const std::string content = marked_content(901, 60'000);
  const ByteVector bytes(content.begin(), content.end());
  writer->make_file("docs/packed.txt", bytes, true);
  writer->make_stream(tree.files[0].path, "stream", bytes);
  writer->make_link("docs/second name.jpg", tree.files[5].path);
  fill_scattered(*writer, "pictures/divided.jpg", 40, 4096);
  writer->finish();
}

void make_ext4(const std::string& path, const Tree& tree) {
  practice::VolumeOrder order;
  order.size_bytes = 8 * kMiB;
  order.unit_bytes = 1024;
  const auto writer = practice::make_ext4_writer(path, order);
  fill(*writer, tree);
  fill_scattered(*writer, "pictures/divided.jpg", 400, 1024);
  writer->finish();
}

void make_fat32(const std::string& path, const Tree& tree) {
  practice::VolumeOrder order;
  order.size_bytes = 40 * kMiB;
  const auto writer = practice::make_fat_writer(path, order);
  fill(*writer, tree);
  writer->finish();
}

void make_small_fat(const std::string& path, const Tree& tree, const std::string& bits,
                    const std::string& host_tree) {
  practice::make_sparse_file(path, 4 * kMiB);
  run_command({"mkfs.fat", "--invariant", "-F", bits, "-s", bits == "12" ? "4" : "1",
               "-i", "57494e57", path});
  std::vector<std::string> copy = {"mcopy", "-s", "-m", "-i", path};
  for (const char* folder : {"docs", "pictures"}) {
    copy.push_back(host_tree + "/" + folder);
  }
  copy.push_back("::");
  run_command(copy);
  for (std::size_t i = 3; i < tree.files.size(); i += 8) {
    run_command({"mdel", "-i", path, "::" + tree.files[i].path});
  }
}

// One script for debugfs; each word in quotes, as names have blanks.
void make_ext2(const std::string& path, const Tree& tree,
               const std::string& host_tree) {
  practice::make_sparse_file(path, 4 * kMiB);
  const std::string id = "57494e4e-4f57-4057-8057-57494e4e4f57";
  run_command(
      {"mke2fs", "-q", "-F", "-t", "ext2", "-U", id, "-E", "hash_seed=" + id, path});
  std::string script;
  for (const std::string& folder : tree.folders) script += "mkdir " + folder + "\n";
  for (const PracticeFile& file : tree.files) {
    script += "write \"" + host_tree + "/" + file.path + "\" \"" + file.path + "\"\n";
  }
  for (std::size_t i = 3; i < tree.files.size(); i += 8) {
    script += "rm \"" + tree.files[i].path + "\"\n";
  }
  practice::write_host_text(path + ".script", script);
  run_command({"debugfs", "-w", "-f", path + ".script", path});
  fs::remove(path + ".script");
}

void zero(const std::string& path, std::uint64_t offset, std::size_t length) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(offset));
  file.write(std::string(length, '\0').data(), static_cast<std::streamsize>(length));
}

void make_ufs(const std::string& path, const std::string& order_of_bytes,
              const std::string& host_tree) {
  run_command({"makefs", "-t", "ffs", "-B", order_of_bytes, "-T",
               std::to_string(practice::kPracticeNow), "-s", "4m", path, host_tree});
  // makefs leaves two addresses of its own memory in both superblocks.
  for (const std::uint64_t superblock : {8192, 16384}) zero(path, superblock + 832, 16);
}

void make_iso(const std::string& path, const std::string& host_tree) {
  run_command({"makefs", "-t", "cd9660", "-T", std::to_string(practice::kPracticeNow),
               "-o", "rockridge,label=PRACTICE", path, host_tree});
}

struct SharedImage {
  const char* filesystem;
  const char* path;  // below images/, packed
};
constexpr std::array kSharedImages = {
    SharedImage{"FAT12", "go-fat/testcases/fat12.dd.gz"},
    SharedImage{"FAT16", "dfir_ntfs/fat16.raw.gz"},
    SharedImage{"exFAT", "go-exfat/test/assets/test.exfat.gz"},
    SharedImage{"exFAT", "dfir_ntfs/exfat_win.raw.gz"},
    SharedImage{"ext4", "go-ext4/assets/hierarchy_32.ext4.gz"},
    SharedImage{"ext4", "go-ext4/assets/hierarchy_64.ext4.gz"},
    SharedImage{"HFS+", "dfvfs/hfsplus.raw.gz"},
    SharedImage{"ISO 9660", "dfvfs/iso9660.raw"},
    SharedImage{"APFS", "dfvfs/apfs.raw.gz"},
};

void take_shared(const std::string& shared, const std::string& folder,
                 BaseImages& all) {
  for (const SharedImage& image : kSharedImages) {
    const fs::path from = fs::path(shared) / "evidence" / "images" / image.path;
    if (!fs::exists(from)) continue;
    const std::string to = folder + "/shared-" + std::to_string(all.images.size());
    run_command({"sh", "-c", "gzip -dcf < \"$1\" > \"$2\"", "sh", from, to});
    all.images.push_back({image.filesystem, to});
  }
}

void write_list(const Tree& tree, const std::string& shared, BaseImages& all) {
  std::string text;
  for (std::size_t i = 0; i < tree.files.size(); i += kListedEvery) {
    if (tree.files[i].bytes.empty()) continue;
    text += practice::md5_hex(tree.files[i].bytes) + "\n";
  }
  // Of the table of files every cell that is a digest.
  std::ifstream truth(shared + "/evidence/images/ground_truth_files.tsv");
  constexpr std::size_t kHexDigits = 32;
  for (std::string cell; std::getline(truth, cell, '\t');) {
    if (cell.size() == kHexDigits &&
        cell.find_first_not_of("0123456789abcdef") == std::string::npos) {
      text += cell + "\n";
    }
  }
  practice::write_host_text(all.list, text);
}

}  // namespace

const std::vector<std::string>& filesystem_names() {
  static const std::vector<std::string> kNames = {"NTFS",     "FAT12", "FAT16", "FAT32",
                                                  "exFAT",    "ext2",  "ext4",  "HFS+",
                                                  "ISO 9660", "UFS",   "APFS"};
  return kNames;
}

BaseImages make_base_images(const std::string& folder, const std::string& shared) {
  const Tree tree = practice_tree();
  const std::string host_tree = folder + "/tree";
  write_tree(tree, host_tree);
  BaseImages all{{}, folder + "/listed.md5"};
  const auto place = [&](const char* filesystem, const char* name) {
    all.images.push_back({filesystem, folder + "/" + name});
    return all.images.back().path;
  };
  make_ntfs(place("NTFS", "ntfs"), tree);
  make_small_fat(place("FAT12", "fat12"), tree, "12", host_tree);
  make_small_fat(place("FAT16", "fat16"), tree, "16", host_tree);
  make_fat32(place("FAT32", "fat32"), tree);
  make_ext2(place("ext2", "ext2"), tree, host_tree);
  make_ext4(place("ext4", "ext4"), tree);
  make_iso(place("ISO 9660", "iso"), host_tree);
  make_ufs(place("UFS", "ufs-le"), "le", host_tree);
  make_ufs(place("UFS", "ufs-be"), "be", host_tree);
  take_shared(shared, folder, all);
  write_list(tree, shared, all);
  fs::remove_all(host_tree);
  return all;
}

}  // namespace winnow::hostile
