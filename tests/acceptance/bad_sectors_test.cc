// Devices with unreadable sectors in metadata, in content and in free space: every
// listed file that none of them touches is found, every one that is touched is named,
// and the account of unreadable bytes is right to the sector; whatever the number of
// threads, and after kills. And a device that is pulled meanwhile.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/faulty_device.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSector = 512;
using Row = std::map<std::string, std::string>;

template <typename T>
T number_at(const std::string& image, std::uint64_t at) {
  T number{};
  if (at + sizeof number <= image.size()) {
    std::memcpy(&number, image.data() + at, sizeof number);
  }
  return number;
}

// Where the metadata of each live file lies that the manifest places: sector to path.
using MetadataSectors = std::multimap<std::uint64_t, std::string>;

// ext4: an inode is told by where its first extent begins.
MetadataSectors ext4_inodes(const std::string& image,
                            const std::map<std::uint64_t, std::string>& path_at) {
  MetadataSectors sectors;
  const std::uint64_t block = 1024ull << number_at<std::uint32_t>(image, 1024 + 24);
  const auto per_group = number_at<std::uint32_t>(image, 1024 + 40);
  const auto inodes = number_at<std::uint32_t>(image, 1024);
  const auto inode_bytes = number_at<std::uint16_t>(image, 1024 + 88);
  const std::uint64_t descriptor_bytes =
      std::max<std::uint64_t>(32, number_at<std::uint16_t>(image, 1024 + 254));
  const std::uint64_t descriptors = block == 1024 ? 2048 : block;
  for (std::uint32_t inode = 11; inode < inodes; ++inode) {
    const std::uint64_t table = number_at<std::uint32_t>(
        image, descriptors + inode / per_group * descriptor_bytes + 8);
    const std::uint64_t at = table * block + inode % per_group * inode_bytes;
    if (number_at<std::uint16_t>(image, at + 40) != 0xF30A) continue;
    const std::uint64_t start = number_at<std::uint32_t>(image, at + 40 + 12 + 8);
    const auto path = path_at.find(start * block);
    if (path != path_at.end()) sectors.emplace(at / kSector, path->second);
  }
  return sectors;
}

// NTFS: an MFT entry is told by the long name in it.
MetadataSectors ntfs_entries(const std::string& image,
                             const std::map<std::string, std::string>& path_of_name) {
  MetadataSectors sectors;
  for (std::uint64_t at = 0; at + 1024 <= image.size(); at += 1024) {
    if (image.compare(at, 4, "FILE") != 0) continue;
    if ((number_at<std::uint16_t>(image, at + 22) & 1) == 0) continue;
    for (std::uint64_t a = at + number_at<std::uint16_t>(image, at + 20);
         a < at + 1000 && number_at<std::uint32_t>(image, a) != 0xFFFFFFFF;) {
      const auto length = number_at<std::uint32_t>(image, a + 4);
      if (number_at<std::uint32_t>(image, a) == 0x30) {
        std::string name;
        const auto characters = number_at<std::uint8_t>(image, a + 24 + 64);
        for (unsigned i = 0; i < characters; ++i) name += image[a + 24 + 66 + 2 * i];
        const auto path = path_of_name.find(name);
        if (path != path_of_name.end()) {
          sectors.emplace(at / kSector, path->second);
          sectors.emplace(at / kSector + 1, path->second);
        }
      }
      if (length == 0) break;
      a += length;
    }
  }
  return sectors;
}

class BadSectors : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directory(folder_.path("bin"));
    fs::copy_file(WINNOW_PROGRAM, folder_.path("bin/winnow"));
    use_worker(WINNOW_FAULTY_WORKER);
  }

  void use_worker(const std::string& worker) {
    fs::copy_file(worker, folder_.path("bin/winnow-worker"),
                  fs::copy_options::overwrite_existing);
  }

  void make(const std::string& maker, const std::string& recipe) {
    write_text(folder_.path("recipe"), recipe);
    const Ran made = run({maker, folder_.path("recipe"), folder_.path("image"),
                          folder_.path("manifest.tsv")});
    ASSERT_EQ(made.status, 0) << made.err;
    image_ = read_text(folder_.path("image"));
    rows_ = read_table(folder_.path("manifest.tsv"));
    std::erase_if(rows_, [](const Row& row) {
      return row.at("state") != "live" || row.at("size") == "0" ||
             row.at("kind") == "folder";
    });
    std::string list;
    for (const Row& row : rows_) list += row.at("md5") + "\n";
    write_text(folder_.path("list.md5"), list);
  }

  // Files whose content lies in one piece, by where it begins.
  [[nodiscard]] std::map<std::uint64_t, std::string> placed() const {
    std::map<std::uint64_t, std::string> places;
    for (const Row& row : rows_) {
      if (row.at("runs") == "1" && row.at("kind") == "file") {
        places.emplace(std::stoull(row.at("offset")), row.at("path"));
      }
    }
    return places;
  }

  // 40 sectors of metadata, 100 of content, 60 of free space.
  void choose_sectors(const MetadataSectors& metadata) {
    std::mt19937_64 random(1707);
    std::vector<std::uint64_t> places;
    for (const auto& [sector, path] : metadata) places.push_back(sector);
    ASSERT_GT(places.size(), 500u);
    take(places, 40, random);
    places.clear();
    std::map<std::uint64_t, std::string> content;
    for (const Row& row : rows_) {
      if (row.at("runs") != "1" || row.at("kind") != "file") continue;
      const std::uint64_t begin = std::stoull(row.at("offset")) / kSector;
      const std::uint64_t bytes = std::stoull(row.at("size"));
      for (std::uint64_t s = 0; s * kSector < bytes; ++s) {
        content.emplace(begin + s, row.at("path"));
        places.push_back(begin + s);
      }
    }
    take(places, 100, random);
    places.clear();
    const std::string zeros(kSector, '\0');
    for (std::uint64_t s = image_.size() / kSector / 2; s < image_.size() / kSector;
         ++s) {
      if (image_.compare(s * kSector, kSector, zeros) == 0 && !content.contains(s)) {
        places.push_back(s);
      }
    }
    ASSERT_GT(places.size(), 1'000u);
    take(places, 60, random);
    for (const std::uint64_t sector : bad_) {
      const auto [from, to] = metadata.equal_range(sector);
      for (auto it = from; it != to; ++it) touched_.insert(it->second);
      const auto in = content.find(sector);
      if (in != content.end()) touched_.insert(in->second);
    }
    ASSERT_EQ(bad_.size(), 200u);
    write_device(0);
  }

  void take(std::vector<std::uint64_t>& places, std::size_t count,
            std::mt19937_64& random) {
    std::shuffle(places.begin(), places.end(), random);
    const std::size_t before = bad_.size();
    for (const std::uint64_t place : places) {
      if (bad_.size() - before == count) break;
      bad_.insert(place);
    }
  }

  void write_device(std::uint64_t gone_after_reads) {
    write_text(folder_.path("device"),
               image_ + faulty_trailer({bad_.begin(), bad_.end()}, gone_after_reads));
  }

  Ran winnow_here(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), folder_.path("bin/winnow"));
    return run(arguments);
  }
  std::vector<std::string> scan_words(const std::string& a_case,
                                      const std::string& threads) {
    return {"scan",      folder_.path("device"),
            "--hashset", folder_.path("list.md5"),
            "--digests", "md5",
            "--case",    folder_.path(a_case),
            "--threads", threads};
  }
  std::string answers(const std::string& a_case) {
    return winnow_here({"findings", "--case", folder_.path(a_case), "--json"}).out +
           winnow_here({"coverage", "--case", folder_.path(a_case), "--json"}).out;
  }

  void expect_truth(const std::string& a_case) {
    std::multiset<std::string> found;
    for (const Found& f : parse_findings(
             winnow_here({"findings", "--case", folder_.path(a_case), "--json"}).out)) {
      found.insert(f.md5);
    }
    const auto coverage = parse_json(
        winnow_here({"coverage", "--case", folder_.path(a_case), "--json"}).out);
    std::set<std::string> named;
    for (const auto& problem : coverage[0]["problems"].GetArray()) {
      if (problem.HasMember("path") && problem["path"].IsString()) {
        named.insert(problem["path"].GetString());
      }
    }
    int missed = 0;
    int unnamed = 0;
    for (const Row& row : rows_) {
      const std::string& path = row.at("path");
      if (touched_.contains(path)) {
        unnamed += named.contains("/volume-0/" + path) ? 0 : 1;
        EXPECT_TRUE(named.contains("/volume-0/" + path)) << path;
      } else {
        missed += found.contains(row.at("md5")) ? 0 : 1;
        EXPECT_TRUE(found.contains(row.at("md5"))) << path;
      }
    }
    const std::uint64_t unreadable = coverage[0]["bytes"]["unreadable"].GetUint64();
    EXPECT_EQ(unreadable, bad_.size() * kSector);
    std::printf(
        "%zu live files, %zu touched: %d of them not named, %d others not found; "
        "unreadable bytes %llu of %zu\n",
        rows_.size(), touched_.size(), unnamed, missed,
        static_cast<unsigned long long>(unreadable), bad_.size() * kSector);
  }

  // One thread, four, and killed again and again: the truth, in the same bytes.
  void expect_truth_always() {
    const Ran one = winnow_here(scan_words("one", "1"));
    ASSERT_EQ(one.status, 1) << one.err;
    expect_truth("one");
    ASSERT_EQ(winnow_here(scan_words("four", "4")).status, 1);
    EXPECT_TRUE(answers("one") == answers("four"));
    int killed = 0;
    Ran last;
    for (int i = 1; i <= 40; ++i) {
      // From when its record begins: a little longer each time.
      std::vector<std::string> words = {
          "sh",
          "-c",
          "journals=$0 wait=$1; shift; \"$@\" & scan=$!; "
          "while kill -0 $scan 2>/dev/null && ! ls $journals/*.wj >/dev/null 2>&1; "
          "do sleep 0.01; done; sleep $wait; kill -9 $scan 2>/dev/null; wait $scan",
          folder_.path("killed/journal"),
          std::to_string(0.02 * i),
          folder_.path("bin/winnow")};
      for (const std::string& word : scan_words("killed", "2")) words.push_back(word);
      last = run(words);
      if (last.status == 1) break;
      ++killed;
    }
    ASSERT_EQ(last.status, 1) << last.err;
    EXPECT_GT(killed, 0);
    std::printf("killed %d times\n", killed);
    EXPECT_TRUE(answers("one") == answers("killed"));
  }

  TempFolder folder_;
  std::string image_;
  std::vector<Row> rows_;  // of live files that hold something
  std::set<std::uint64_t> bad_;
  std::set<std::string> touched_;
};

// Small files of NTFS lie in their MFT entries; so there are some larger ones.
std::string files() {
  std::string recipe =
      "file DCIM/first.jpg picture:7:640x480:85\n"
      "file DCIM/large.bin noise:9:8MiB\n"
      "pieces films/f60.bin noise:1:2MiB 60\n"
      "crowd many 3000 0\n";
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i);
    recipe += "file texts/t" + number + ".txt text:" + number + ":20000\n";
  }
  return recipe;
}

TEST_F(BadSectors, of_ext4) {
  make(WINNOW_MAKE_EXT4,
       std::string("volume size=64MiB unit=1024 inodes=8000\n") + files());
  choose_sectors(ext4_inodes(image_, placed()));
  expect_truth_always();
}

TEST_F(BadSectors, of_ntfs) {
  make(WINNOW_MAKE_NTFS, std::string("volume size=64MiB\n") + files());
  std::map<std::string, std::string> path_of_name;
  for (const Row& row : rows_) {
    const std::string& path = row.at("path");
    path_of_name.emplace(path.substr(path.rfind('/') + 1), path);
  }
  choose_sectors(ntfs_entries(image_, path_of_name));
  expect_truth_always();
}

// In the walk, among the first contents and late; the next scan, on a device that is
// connected again, ends with the bytes of one that was never disturbed.
TEST_F(BadSectors, is_not_what_a_pulled_device_has) {
  make(WINNOW_MAKE_EXT4,
       std::string("volume size=64MiB unit=1024 inodes=8000\n") + files());
  const auto last =
      std::max_element(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
        return std::stoull("0" + a.at("offset")) < std::stoull("0" + b.at("offset"));
      });
  write_text(folder_.path("list.md5"), last->at("md5") + "\n");
  for (const std::uint64_t reads : {3, 9, 30, 90}) {
    SCOPED_TRACE(reads);
    const std::string name = std::to_string(reads);
    write_device(reads);
    use_worker(WINNOW_FAULTY_WORKER);
    const Ran pulled = winnow_here(scan_words(name, "2"));
    EXPECT_EQ(pulled.status, 3) << pulled.err;
    EXPECT_NE(pulled.err.find("connect it again and give the same command"),
              std::string::npos)
        << pulled.err;
    use_worker(WINNOW_WORKER);
    EXPECT_EQ(winnow_here(scan_words(name, "2")).status, 1);
    EXPECT_EQ(winnow_here(scan_words("whole" + name, "2")).status, 1);
    EXPECT_TRUE(answers(name) == answers("whole" + name));
  }
}

}  // namespace
}  // namespace winnow::test
