// The tiers on practice devices, with sets that were learned from what is planted on
// them: what an early end finds, that the end of all is the same however it was
// reached, and that what is left in free space agrees with what was written.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <utility>

#include "tests/acceptance/program.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/faulty_device.h"

namespace winnow::test {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBlock = 4096;

struct Planted {
  std::string name;
  std::uint64_t bytes = 0;
  bool is_live = true;
};
// Sizes of every sort: of less than a sector and of less than a block (inside the MFT
// on NTFS), of exactly one block, in pieces, and some that a sample cannot miss.
const std::vector<Planted> kPlanted = {{"tiny.bin", 90},
                                       {"small.bin", 600},
                                       {"block.bin", 4096},
                                       {"photo.bin", 150'000},
                                       {"pieces.bin", 200'000},
                                       {"gone_large.bin", 2 << 20, false},
                                       {"gone_mid.bin", 300'001, false},
                                       {"gone_odd.bin", 1'000'001, false}};

std::string noise(unsigned seed, std::uint64_t bytes) {
  std::mt19937 random(seed);
  std::string text(static_cast<std::size_t>(bytes), '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

// A run of blocks that a finding names, or that should be found.
struct BlockRun {
  std::uint64_t offset = 0;
  std::uint64_t blocks = 0;
  std::uint64_t of = 0;
  std::uint64_t from_byte = 0;
  auto operator<=>(const BlockRun&) const = default;
};

void PrintTo(const BlockRun& run, std::ostream* out) {
  *out << run.blocks << " of " << run.of << " blocks from " << run.from_byte
       << " on, at byte " << run.offset;
}

class Tiers : public ::testing::Test {
 protected:
  Tiers() {
    fs::create_directory(folder_.path("learn"));
    unsigned seed = 1;
    for (const Planted& planted : kPlanted) {
      contents_[planted.name] = noise(seed++, planted.bytes);
      write_text(folder_.path("learn/" + planted.name), contents_[planted.name]);
    }
  }

  // A volume with everything on it, and the set that knows what is planted.
  void make(const std::string& maker, const std::string& volume) {
    std::string recipe = "volume " + volume +
                         "\n"
                         "crowd many 150 7\n"
                         "file family/a.jpg picture:7:320x240:85\n"
                         "file family/same_size.bin noise:99:150000\n"
                         "file family/empty empty\n"
                         "file family/letter.txt text:3:30000\n";
    for (const Planted& planted : kPlanted) {
      const std::string what =
          " known/" + planted.name + " host:" + folder_.path("learn/" + planted.name);
      recipe += planted.name == "pieces.bin" ? "pieces" + what + " 6\n"
                                             : "file" + what + "\n";
    }
    for (const Planted& planted : kPlanted) {
      if (!planted.is_live) recipe += "delete known/" + planted.name + "\n";
    }
    write_text(folder_.path("recipe"), recipe);
    const Ran made = run({maker, folder_.path("recipe"), folder_.path("device"),
                          folder_.path("manifest.tsv")});
    ASSERT_EQ(made.status, 0) << made.err;
    rows_ = read_table(folder_.path("manifest.tsv"));
    learn();
  }
  void learn() {
    const Ran learned = winnow({"hashset", "learn", folder_.path("known.wset"),
                                folder_.path("learn"), "--name", "known"});
    ASSERT_EQ(learned.status, 0) << learned.err;
  }

  // Where a deleted content begins in the device; 0 if its clusters are others' now.
  [[nodiscard]] std::uint64_t place_of(const std::string& name) const {
    for (const auto& row : rows_) {
      if (row.at("path") != "known/" + name || row.at("state") != "deleted") continue;
      if (row.at("runs") == "1") return std::stoull(row.at("offset"));
    }
    return 0;
  }
  // As something since gone would have.
  void write_over(const std::string& name, std::uint64_t from, std::uint64_t bytes) {
    std::string device = read_text(folder_.path("device"));
    ASSERT_NE(place_of(name), 0u) << name;
    const std::string other = noise(4711, bytes);
    device.replace(place_of(name) + from, other.size(), other);
    write_text(folder_.path("device"), device);
  }

  int scan(const std::string& a_case, std::vector<std::string> more,
           const std::string& exhibit = "device",
           const std::string& set = "known.wset") {
    std::vector<std::string> words = {program_,
                                      "scan",
                                      folder_.path(exhibit),
                                      "--hashset",
                                      folder_.path(set),
                                      "--case",
                                      folder_.path(a_case),
                                      "--exhibit-ref",
                                      "X"};
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = run(words);
    EXPECT_NE(ran.status, 2) << ran.err;
    return ran.status;
  }
  [[nodiscard]] std::string answer(const std::string& a_case, const char* word) const {
    std::vector<std::string> words = {word, "--case", folder_.path(a_case), "--json"};
    if (std::string_view(word) == "rank") {
      words.insert(words.end(), {"--as-of", "2026-01-01T00:00:00Z"});
    }
    return winnow(words).out;
  }
  [[nodiscard]] std::string answers(const std::string& a_case) const {
    return answer(a_case, "findings") + answer(a_case, "coverage") +
           answer(a_case, "rank");
  }

  // All findings, but for when each was made.
  [[nodiscard]] std::string without_tiers(const std::string& a_case) const {
    return std::regex_replace(answer(a_case, "findings"), std::regex(R"("tier":\d)"),
                              "");
  }

  // Paths of files, each with its tier.
  [[nodiscard]] std::map<std::string, unsigned> exact(const std::string& a_case) const {
    std::map<std::string, unsigned> found;
    std::istringstream lines(answer(a_case, "findings"));
    for (std::string line; std::getline(lines, line);) {
      const auto finding = parse_json(line);
      if (std::string_view(finding["kind"].GetString()) != "exact") continue;
      found[finding["path"].GetString()] = finding["tier"].GetUint();
    }
    return found;
  }
  [[nodiscard]] std::set<BlockRun> blocks(const std::string& a_case) const {
    std::set<BlockRun> found;
    std::istringstream lines(answer(a_case, "findings"));
    for (std::string line; std::getline(lines, line);) {
      const auto finding = parse_json(line);
      if (std::string_view(finding["kind"].GetString()) != "block") continue;
      EXPECT_FALSE(finding["allocated"].GetBool());
      EXPECT_EQ(finding["tier"].GetUint(), 2u);
      const auto& runs = finding["runs"].GetArray();
      BlockRun found_run;
      found_run.offset = runs[0][0].GetUint64();
      EXPECT_EQ(finding["path"].GetString(),
                "/volume-0/$Unallocated@" + std::to_string(found_run.offset));
      unsigned long long blocks = 0;
      unsigned long long of = 0;
      unsigned long long from = 0;
      EXPECT_EQ(std::sscanf(finding["note"].GetString(),
                            "%llu of %llu blocks of a listed content, from its byte "
                            "%llu on",
                            &blocks, &of, &from),
                3)
          << line;
      EXPECT_EQ(runs[0][1].GetUint64(), blocks * kBlock);
      found_run.blocks = blocks;
      found_run.of = of;
      found_run.from_byte = from;
      found.insert(found_run);
    }
    return found;
  }
  // The unbroken runs of whole blocks that are left of the deleted contents.
  [[nodiscard]] std::set<BlockRun> left_on_device() const {
    const std::string device = read_text(folder_.path("device"));
    std::set<BlockRun> left;
    for (const Planted& planted : kPlanted) {
      const std::uint64_t place = place_of(planted.name);
      if (place == 0) continue;
      const std::string& content = contents_.at(planted.name);
      const std::uint64_t all = content.size() / kBlock;
      BlockRun open;
      for (std::uint64_t i = 0; i <= all; ++i) {
        const bool is_left =
            i < all && device.compare(place + i * kBlock, kBlock, content, i * kBlock,
                                      kBlock) == 0;
        if (is_left && open.blocks++ == 0) {
          open = {place + i * kBlock, 1, all, i * kBlock};
        } else if (!is_left && open.blocks > 0) {
          left.insert(std::exchange(open, {}));
        }
      }
    }
    return left;
  }
  // Without those that lie in a file which was met as a whole.
  [[nodiscard]] std::set<BlockRun> beside_files(const std::string& a_case,
                                                std::set<BlockRun> runs) const {
    std::istringstream lines(answer(a_case, "findings"));
    for (std::string line; std::getline(lines, line);) {
      const auto finding = parse_json(line);
      if (std::string_view(finding["kind"].GetString()) != "exact") continue;
      for (const auto& piece : finding["runs"].GetArray()) {
        const std::uint64_t begin = piece[0].GetUint64();
        const std::uint64_t end = begin + piece[1].GetUint64();
        std::erase_if(runs, [begin, end](const BlockRun& run) {
          return run.offset >= begin && run.offset + run.blocks * kBlock <= end;
        });
      }
    }
    return runs;
  }
  void expect_all_live_found(const std::string& a_case, unsigned tier) const {
    const auto found = exact(a_case);
    for (const Planted& planted : kPlanted) {
      if (!planted.is_live) continue;
      const auto one = found.find("/volume-0/known/" + planted.name);
      ASSERT_NE(one, found.end()) << planted.name;
      EXPECT_EQ(one->second, tier) << planted.name;
    }
  }
  // The outcomes, which add up.
  std::map<std::string, std::uint64_t> outcomes(const std::string& a_case) const {
    const auto coverage = parse_json(answer(a_case, "coverage"));
    EXPECT_TRUE(coverage[0]["balanced"].GetBool());
    std::map<std::string, std::uint64_t> counts;
    std::uint64_t sum = 0;
    for (const auto& member : coverage[0]["files"].GetObject()) {
      counts[member.name.GetString()] = member.value.GetUint64();
      sum += member.value.GetUint64();
    }
    EXPECT_EQ(sum, 2 * counts["listed"]);
    return counts;
  }

  // Partly written over at both ends, in the middle and inside of blocks.
  void expect_remnants_found() {
    ASSERT_EQ(left_on_device().size(), 3u);
    write_over("gone_large.bin", 0, 10'000);
    write_over("gone_large.bin", 700'000, 1);
    write_over("gone_odd.bin", 500'000, 400'000);
    const auto left = left_on_device();
    ASSERT_EQ(left.size(), 5u);
    EXPECT_EQ(scan("all", {}), 1);
    EXPECT_EQ(blocks("all"), beside_files("all", left));
    EXPECT_TRUE(parse_json(answer("all", "coverage"))[0]["complete"].GetBool());
    // Of what samples met, an early end tells the same; a short rest may be missed.
    EXPECT_EQ(scan("early", {"--until", "confirm"}), 1);
    const auto early = blocks("early");
    for (const BlockRun& run : early) EXPECT_TRUE(left.contains(run)) << run.offset;
    for (const BlockRun& run : left) {
      if (run.blocks * kBlock >= 1 << 20) {
        EXPECT_TRUE(early.contains(run)) << run.offset;
      }
    }
  }

  void expect_the_same_always() {
    EXPECT_EQ(scan("serial", {"--serial"}), 1);
    const std::string expected = answers("serial");
    for (const char* threads : {"1", "2", "8"}) {
      EXPECT_EQ(scan(threads, {"--threads", threads}), 1);
      EXPECT_TRUE(answers(threads) == expected) << threads << " threads";
    }
    EXPECT_EQ(scan("one pass", {"--one-pass"}), 1);
    EXPECT_TRUE(without_tiers("one pass") == without_tiers("serial"));
    expect_the_same_after_cuts("serial", {});
    EXPECT_EQ(scan("early", {"--until", "confirm"}), 1);
    expect_the_same_after_cuts("early", {"--until", "confirm"});
  }
  [[nodiscard]] std::string journal_of(const std::string& a_case) const {
    for (const auto& file : fs::directory_iterator(folder_.path(a_case + "/journal"))) {
      if (file.path().extension() == ".wj") return file.path().filename();
    }
    return "none";
  }
  // A power cut leaves some first part of the record: the scan goes on from there.
  void expect_the_same_after_cuts(const std::string& whole,
                                  const std::vector<std::string>& options) {
    const std::string expected = answers(whole);
    const std::string name = "/journal/" + journal_of(whole);
    const std::string journal = read_text(folder_.path(whole) + name);
    ASSERT_GT(journal.size(), 10'000u);
    constexpr std::size_t kCuts = 7;
    for (std::size_t i = 1; i <= kCuts; ++i) {
      const std::string cut = whole + "-" + std::to_string(i);
      fs::copy(folder_.path(whole), folder_.path(cut), fs::copy_options::recursive);
      write_text(folder_.path(cut) + name,
                 journal.substr(0, journal.size() * i / (kCuts + 1)));
      EXPECT_EQ(scan(cut, options), 1);
      const fs::directory_iterator journals(folder_.path(cut + "/journal"));
      EXPECT_EQ(std::distance(journals, {}), 1) << "it was begun anew";
      EXPECT_TRUE(answers(cut) == expected) << "cut at " << i << " of " << kCuts + 1;
    }
  }

  TempFolder folder_;
  std::string program_ = WINNOW_PROGRAM;
  std::map<std::string, std::string> contents_;  // by name
  std::vector<std::map<std::string, std::string>> rows_;
};

TEST_F(Tiers, an_early_end_finds_every_live_file_and_names_what_settled_the_others) {
  make(WINNOW_MAKE_NTFS, "size=32MiB");
  EXPECT_EQ(scan("early", {"--until", "confirm"}), 1);
  expect_all_live_found("early", 3);
  auto counts = outcomes("early");
  EXPECT_GE(counts["probed"], 1u) << "what has a planted file's size";
  EXPECT_GT(counts["skipped"], 100u);
  EXPECT_EQ(counts["unvisited"], 0u);
  const std::string text = winnow({"coverage", "--case", folder_.path("early")}).out;
  EXPECT_NE(text.find("no listed file has its size"), std::string::npos) << text;
  EXPECT_NE(text.find("it was asked to go no further than confirm"), std::string::npos);
  const auto coverage = parse_json(answer("early", "coverage"));
  EXPECT_FALSE(coverage[0]["complete"].GetBool());
  EXPECT_LT(coverage[0]["bytes"]["read"].GetUint64(), 8u << 20);
  const auto rank = parse_json(answer("early", "rank"));
  EXPECT_GT(rank[0]["residual_basis"]["samples"].GetUint64(), 30u);
  EXPECT_EQ(rank[0]["residual_basis"]["samples"].GetUint64(),
            rank[0]["residual_basis"]["samples_read"].GetUint64());
  // The whole scan gives the same matches the same tier.
  EXPECT_EQ(scan("all", {}), 1);
  expect_all_live_found("all", 3);
  counts = outcomes("all");
  EXPECT_EQ(counts["probed"], 0u);
  EXPECT_FALSE(winnow({"findings", "--case", folder_.path("all")}).out.empty());
}

TEST_F(Tiers, a_device_without_listed_files_is_settled_by_sizes_alone) {
  make(WINNOW_MAKE_EXT4, "size=16MiB unit=1024");
  fs::remove_all(folder_.path("learn"));
  fs::create_directory(folder_.path("learn"));
  write_text(folder_.path("learn/other.bin"), noise(500, 123'456));
  learn();
  // Not complete, and so no negative.
  EXPECT_EQ(scan("early", {"--until", "confirm"}), 3);
  const auto counts = outcomes("early");
  EXPECT_EQ(counts.at("matched") + counts.at("probed") + counts.at("hashed"), 0u);
  EXPECT_EQ(scan("probe", {"--until", "probe"}), 3);
  EXPECT_EQ(scan("all", {}), 0);
  EXPECT_EQ(answer("all", "findings"), "");
}

TEST_F(Tiers, remnants_on_ntfs_are_met_where_they_lie) {
  make(WINNOW_MAKE_NTFS, "size=32MiB");
  expect_remnants_found();
}

TEST_F(Tiers, remnants_on_ext4_are_met_where_they_lie) {
  make(WINNOW_MAKE_EXT4, "size=32MiB");
  expect_remnants_found();
}

TEST_F(Tiers, remnants_on_ext4_of_small_blocks_are_met_where_they_lie) {
  make(WINNOW_MAKE_EXT4, "size=32MiB unit=1024");
  expect_remnants_found();
}

TEST_F(Tiers, remnants_on_fat_are_met_where_they_lie) {
  make(WINNOW_MAKE_FAT, "size=40MiB unit=512");
  expect_remnants_found();
}

TEST_F(Tiers, the_answer_on_ntfs_is_the_same_however_it_was_reached) {
  make(WINNOW_MAKE_NTFS, "size=32MiB");
  write_over("gone_large.bin", 0, 10'000);
  expect_the_same_always();
}

TEST_F(Tiers, the_answer_on_ext4_is_the_same_however_it_was_reached) {
  make(WINNOW_MAKE_EXT4, "size=32MiB unit=1024");
  write_over("gone_large.bin", 0, 10'000);
  expect_the_same_always();
}

TEST_F(Tiers, a_list_of_digests_finds_what_a_learned_set_finds) {
  make(WINNOW_MAKE_NTFS, "size=32MiB");
  std::string list;
  for (const auto& row : rows_) {
    if (row.at("path").starts_with("known/")) list += row.at("md5") + "\n";
  }
  write_text(folder_.path("list.md5"), list);
  EXPECT_EQ(scan("learned", {}), 1);
  EXPECT_EQ(scan("listed", {}, "device", "list.md5"), 1);
  std::set<std::string> learned;
  std::set<std::string> listed;
  for (const auto& [path, tier] : exact("learned")) learned.insert(path);
  for (const auto& [path, tier] : exact("listed")) {
    listed.insert(path);
    EXPECT_EQ(tier, 5u);
  }
  EXPECT_EQ(listed, learned);
  EXPECT_TRUE(blocks("listed").empty());
  // Tiers before the last settle nothing, and say so.
  EXPECT_EQ(scan("early", {"--until", "confirm"}, "device", "list.md5"), 3);
  auto counts = outcomes("early");
  EXPECT_GT(counts["unvisited"], 100u);
  EXPECT_EQ(counts["probed"] + counts["matched"] + counts["hashed"], 0u);
}

TEST_F(Tiers, a_list_with_sizes_finds_every_live_file_before_the_last_tier) {
  make(WINNOW_MAKE_EXT4, "size=32MiB");
  std::string list = "md5,size\n";
  for (const auto& row : rows_) {
    if (row.at("path").starts_with("known/")) {
      list += row.at("md5") + "," + row.at("size") + "\n";
    }
  }
  write_text(folder_.path("list.csv"), list);
  EXPECT_EQ(scan("early", {"--until", "confirm"}, "device", "list.csv"), 1);
  expect_all_live_found("early", 3);
  auto counts = outcomes("early");
  EXPECT_GE(counts["hashed"], 1u) << "what has a planted file's size is read whole";
  EXPECT_EQ(counts["probed"], 0u);
  EXPECT_GT(counts["skipped"], 100u);
}

TEST_F(Tiers, bad_sectors_in_free_space_cost_their_own_blocks_alone) {
  make(WINNOW_MAKE_EXT4, "size=32MiB unit=1024");
  program_ = winnow_with_worker(folder_.path("bin"), WINNOW_FAULTY_WORKER);
  const std::string device = read_text(folder_.path("device"));
  const std::uint64_t place = place_of("gone_large.bin");
  const std::uint64_t bad = place + 100 * kBlock + 1024;
  write_text(folder_.path("device"), device + faulty_trailer({bad / 512}, 0));
  EXPECT_EQ(scan("serial", {"--serial"}), 1);
  const auto found = blocks("serial");
  EXPECT_TRUE(found.contains({place, 100, 512, 0}));
  EXPECT_TRUE(found.contains({place + 101 * kBlock, 411, 512, 101 * kBlock}));
  EXPECT_EQ(found.size(), 4u);
  const auto coverage = parse_json(answer("serial", "coverage"));
  EXPECT_EQ(coverage[0]["bytes"]["unreadable"].GetUint64(), 512u);
  EXPECT_FALSE(coverage[0]["complete"].GetBool());
  EXPECT_EQ(scan("four", {"--threads", "4"}), 1);
  EXPECT_TRUE(answers("four") == answers("serial"));
  expect_the_same_after_cuts("serial", {});
}

TEST_F(Tiers, a_folder_as_exhibit_has_no_free_space_and_settles_its_files) {
  make(WINNOW_MAKE_EXT4, "size=16MiB");
  fs::create_directory(folder_.path("folder"));
  for (const auto& [name, content] : contents_) {
    write_text(folder_.path("folder/" + name), content);
  }
  for (unsigned i = 0; i < 50; ++i) {
    write_text(folder_.path("folder/other" + std::to_string(i)), noise(i, 1000 + i));
  }
  write_text(folder_.path("folder/same_size"), noise(600, 150'000));
  for (const char* until : {"confirm", "everything"}) {
    SCOPED_TRACE(until);
    EXPECT_EQ(scan(until, {"--until", until}, "folder"), 1);
    const auto found = exact(until);
    EXPECT_EQ(found.size(), kPlanted.size());
    for (const auto& [path, tier] : found) EXPECT_EQ(tier, 3u) << path;
    EXPECT_TRUE(blocks(until).empty());
  }
  auto counts = outcomes("confirm");
  EXPECT_EQ(counts["skipped"], 50u);
  EXPECT_EQ(counts["probed"], 1u);
  EXPECT_EQ(scan("serial", {"--serial"}, "folder"), 1);
  EXPECT_TRUE(answers("serial") == answers("everything"));
}

TEST_F(Tiers, an_image_in_a_container_gives_what_the_device_gives) {
  if (!has_program("ewfacquirestream")) GTEST_SKIP() << "ewfacquirestream is missing";
  make(WINNOW_MAKE_NTFS, "size=32MiB");
  const Ran acquired = run({"sh", "-c",
                            "cd '" + folder_.path("") +
                                "' && ewfacquirestream -q -t image < device "
                                ">/dev/null 2>&1"});
  ASSERT_EQ(acquired.status, 0) << acquired.err;
  for (const char* until : {"confirm", "everything"}) {
    const std::string raw = std::string("raw-") + until;
    const std::string ewf = std::string("ewf-") + until;
    EXPECT_EQ(scan(raw, {"--until", until}), 1);
    EXPECT_EQ(scan(ewf, {"--until", until}, "image.E01"), 1);
    EXPECT_TRUE(answer(raw, "findings") == answer(ewf, "findings")) << until;
    EXPECT_EQ(outcomes(raw), outcomes(ewf));
  }
}

}  // namespace
}  // namespace winnow::test
